import type { Finding } from '../../scan/finding.ts';
import { type JsonVisitor, type Trail, walkJson } from '../../scan/json-walk.ts';
import { moment } from '../time.ts';
import { LABEL_VALUE, type LokiRule, lokiSeverity, MAX_LINE_BYTES } from './rules.ts';

/**
 * What Loki would refuse or misread in one line, as findings over it. The spans are empty but for the values of labels,
 * so nothing of the line gets into a report. Facts: Loki 3, pkg/distributor/field_detection.go and
 * pkg/validation/limits.go, and Loki 2.9.1 as observed (2026-11).
 */
export function checkLine(line: string): Finding[] {
  // A character has at most three bytes a unit, so most lines need not be measured.
  if (line.length * 3 > MAX_LINE_BYTES && Buffer.byteLength(line) > MAX_LINE_BYTES)
    return [at('loki-line-too-long', 0)];
  if (line.trim() === '') return [];
  if (!line.trimStart().startsWith('{')) return [at('loki-not-json', 0)];
  const record = new RecordVisitor(line);
  walkJson(line, record);
  return record.isWhole ? record.findings() : [at('loki-not-json', 0)];
}

/** In the order in which Loki's detector lists them; it takes the first in the line, whichever it is. */
const LEVEL_KEYS = new Set([
  'level',
  'LEVEL',
  'Level',
  'log.level',
  'severity',
  'SEVERITY',
  'Severity',
  'SeverityText',
  'severity_text',
  'lvl',
  'LVL',
  'Lvl',
]);
const LEVELS = new Set([
  'trace',
  'trc',
  'debug',
  'dbg',
  'info',
  'inf',
  'information',
  'warn',
  'wrn',
  'warning',
  'error',
  'err',
  'critical',
  'fatal',
]);
const TIME_KEYS = new Set(['time', 'timestamp', '@timestamp', 'ts']);
const RESERVED = /^__\w{1,60}__$/;
/** Names that senders commonly turn into labels. */
const LABEL_KEYS = new Set([
  'service_name',
  'service',
  'app',
  'application',
  'job',
  'env',
  'environment',
  'cluster',
  'namespace',
  'region',
  'host',
  'hostname',
  'pod',
  'container',
  'instance',
]);
/** Characters of paths that are compared; past this, keys that meet are not looked for. */
const MAX_WORK = 1 << 20;
const INDEX = /(?:^|\.)\d+(?:\.|$)/;
const LONE_SURROGATE =
  /(?<!\\)(?:\\\\)*(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})/;

function at(rule: LokiRule, offset: number, path?: string): Finding {
  return { rule, start: offset, end: offset, severity: lokiSeverity(rule), ...(path === undefined ? {} : { path }) };
}

/** Gathers, in one walk over the record, what a level, a time and the keys look like. */
class RecordVisitor implements JsonVisitor {
  isWhole = false;
  readonly #line: string;
  readonly #found: Finding[] = [];
  readonly #keys = new Set<string>();
  /** What the parser json would call the keys met so far. */
  readonly #labels = new Set<string>();
  #members = 0;
  #work = 0;
  #documents = 0;
  #level: 'none' | 'text' | 'other' | 'nested' = 'none';
  #hasTime = false;

  constructor(line: string) {
    this.#line = line;
  }

  open(offset: number, trail: Trail): void {
    if (trail.depth === 0) this.#documents++;
    else this.#member(offset, trail);
  }

  value(start: number, end: number, trail: Trail): void {
    if (trail.depth === 0) return;
    this.#member(start, trail);
    if (trail.inArray()) return;
    const key = trail.key();
    const isText = this.#line[start] === '"';
    if (LEVEL_KEYS.has(key) && trail.depth <= 2) this.#levelAt(start, end, { trail, isText });
    if (trail.depth !== 1) return;
    if (TIME_KEYS.has(key)) this.#timeAt(start, end, key);
    if (LABEL_KEYS.has(key) && isText) {
      this.#found.push({ rule: LABEL_VALUE, start: start + 1, end: end - 1, severity: 'info', path: key });
    }
  }

  close(_end: number, trail: Trail): void {
    if (trail.depth === 0) this.isWhole = this.#documents === 1;
  }

  cut(): void {}

  findings(): Finding[] {
    if (this.#level === 'none') this.#found.push(at('loki-level-missing', 0));
    if (!this.#hasTime) this.#found.push(at('loki-time-missing', 0));
    const surrogate = LONE_SURROGATE.exec(this.#line)?.index;
    if (surrogate !== undefined) this.#found.push(at('loki-lone-surrogate', surrogate));
    return this.#found.sort((a, b) => a.start - b.start);
  }

  #member(offset: number, trail: Trail): void {
    if (trail.inArray() || this.#work > MAX_WORK) return;
    this.#members++;
    const keys = trail.path();
    const path = keys.join('.');
    this.#work += path.length + 1;
    if (trail.depth === 1 && RESERVED.test(path)) this.#found.push(at('loki-reserved-key', offset, path));
    const place = keys.join('\0');
    if (this.#keys.has(place)) {
      this.#found.push(at('loki-duplicate-key', offset, path));
      return;
    }
    this.#keys.add(place);
    // The parser json passes over arrays.
    if (INDEX.test(path)) return;
    const label = path.replace(/[^A-Za-z0-9_]/g, '_');
    if (this.#labels.has(label)) this.#found.push(at('loki-colliding-keys', offset, path));
    else this.#labels.add(label);
  }

  #levelAt(start: number, end: number, { trail, isText }: { readonly trail: Trail; readonly isText: boolean }): void {
    if (this.#level === 'text' || this.#level === 'nested') return;
    const path = trail.path().join('.');
    if (!isText) {
      if (trail.depth !== 1 || this.#level === 'other') return;
      this.#level = 'other';
      this.#found.push(at('loki-level-not-text', start, path));
      return;
    }
    if (trail.depth === 2) {
      this.#level = 'nested';
      this.#found.push(at('loki-level-nested', start, path));
      return;
    }
    this.#level = 'text';
    if (!LEVELS.has(this.#line.slice(start + 1, end - 1).toLowerCase()))
      this.#found.push(at('loki-level-unknown', start, path));
    else if (this.#members > 1) this.#found.push(at('loki-level-not-first', start, path));
  }

  #timeAt(start: number, end: number, key: string): void {
    this.#hasTime = true;
    const text = this.#line.slice(start, end).replace(/^"|"$/g, '');
    if (moment(text, Date.now()) === undefined) this.#found.push(at('loki-time-unreadable', start, key));
  }
}
