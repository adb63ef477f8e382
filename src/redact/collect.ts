import type { PathRule } from '../rules/index.ts';
import { type Hit, isMask, mergeHits, type Scanner, type TextMode } from '../scan/index.ts';
import { MARKER } from '../scan/marker.ts';
import { compilePaths, findPaths, type PathMatcher } from '../scan/paths.ts';
import { createAllowFilter } from './allow.ts';
import { keepEscapesWhole } from './escapes.ts';
import { keepJson } from './keep-json.ts';
import { KNOWN_PACK } from './own-rules.ts';
import { repeatsOf } from './repeats.ts';
import type { HiddenValue } from './search-values.ts';
import type { RedactSettings } from './settings.ts';

/** What a collector keeps between the cleaning of a record and of its line. */
export interface Surroundings {
  /** Values hidden in the record this line was made of. Emptied by the collection. */
  readonly hidden: HiddenValue[];
  /** True for what this redactor's own texts and functions write: hidden already. */
  readonly isWritten: (text: string, start: number, end: number) => boolean;
}

/** Every span to be hidden in a text, sorted, without overlaps. */
export type Collector = (text: string, mode: TextMode, surroundings: Surroundings) => readonly Hit[];

const NONE: readonly Hit[] = [];

/** @param scanner compiled from the rules of the settings */
export function createCollector(settings: RedactSettings, scanner: Scanner): Collector {
  const matcher = settings.paths.length === 0 ? undefined : compilePaths(settings.paths.map(({ path }) => path));
  const allow = createAllowFilter(settings.allow);
  return (text, mode, surroundings) => {
    const { hidden } = surroundings;
    const earlier = hidden.length === 0 ? NO_VALUES : hidden.splice(0);
    const literal = settings.literals.length === 0 ? NONE : literalHits(text, settings.literals);
    const scanned =
      literal.length === 0 ? scanner.scan(text, mode) : mergeHits([...literal, ...scanner.scan(text, mode)]);
    const placed = matcher === undefined ? NONE : pathHits(text, matcher, settings.paths);
    if (scanned.length === 0 && placed.length === 0 && earlier.length === 0) return NONE;
    const own = placed.length === 0 ? scanned : join(scanned, placed);
    const open = own.filter((hit) => !isHidden(text, hit, surroundings));
    const repeats = repeatsOf(text, open, earlier);
    const all = repeats.length === 0 ? open : mergeHits([...open, ...repeats]);
    if (mode !== 'json') return allow === undefined ? all : allow(text, all);
    keepEscapesWhole(text, all);
    const whole = keepJson(text, all);
    return allow === undefined ? whole : allow(text, whole);
  };
}

const NO_VALUES: readonly HiddenValue[] = [];

function literalHits(text: string, literals: readonly HiddenValue[]): readonly Hit[] {
  const hits: Hit[] = [];
  for (const { value, rule } of literals) {
    for (let start = text.indexOf(value); start !== -1; start = text.indexOf(value, start + value.length)) {
      hits.push({ rule, start, end: start + value.length, quoting: -1, named: false });
    }
  }
  return hits;
}

function pathHits(text: string, matcher: PathMatcher, rules: readonly PathRule[]): readonly Hit[] {
  const spans = findPaths(text, matcher);
  if (spans.length === 0) return NONE;
  return spans.flatMap(({ start, end, quoting, index }) => {
    const rule = rules[index];
    return rule === undefined ? [] : [{ rule, start, end, quoting, named: true }];
  });
}

/** A place the configuration names is hidden in its own way: a hit within it is not one more. */
function join(scanned: readonly Hit[], placed: readonly Hit[]): readonly Hit[] {
  const kept: Hit[] = [];
  let next = 0;
  for (const hit of scanned) {
    while ((placed[next]?.end ?? Number.POSITIVE_INFINITY) <= hit.start) next++;
    const place = placed[next];
    if (place === undefined || hit.start < place.start || hit.end > place.end) kept.push(hit);
  }
  return mergeHits([...kept, ...placed]);
}

/** What was hidden before is left alone. The scanner has passed over masks by itself; a path asks for them here. */
function isHidden(text: string, { rule, start, end }: Hit, surroundings: Surroundings): boolean {
  // The longest mask and the longest remembered output; a longer value is neither. A known secret is none by chance.
  if (end - start > MAX_OUTPUT || rule.pack === KNOWN_PACK) return false;
  if (text.charCodeAt(end) === CLOSE_BRACKET && isInsidePseudonym(text, start, end)) return true;
  if (isMarkerAlone(text, start, end) || isMarkerAlone(text, start - 1, end)) return true;
  if (surroundings.isWritten(text, start, end)) return true;
  if (rule.kind !== 'path') return false;
  const written = text.slice(start, end);
  // At a configured path `true` or `$HOME` is a value like any other; only what looks hidden is.
  return /[*[<•]/.test(written) && isMask(written);
}

const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

/** A marker begins here, and nothing that could be a value follows it but more of them: `[REDACTED:authorization] }`. */
function isMarkerAlone(text: string, start: number, end: number): boolean {
  if (text.charCodeAt(start) !== OPEN_BRACKET || !text.startsWith(MARKER, start)) return false;
  const close = text.indexOf(']', start);
  return close !== -1 && (close >= end || !/\w/.test(text.slice(close, end).replace(MARKERS, '')));
}

const MARKERS = /\[REDACTED:[a-z0-9-]{1,64}\]/g;

/** `[password:k1:…]` reads like a name and its value. */
function isInsidePseudonym(text: string, start: number, end: number): boolean {
  const from = Math.max(0, start - MAX_PSEUDONYM);
  const open = text.slice(from, start + 1).lastIndexOf('[');
  const close = text.slice(end - 1, end + MAX_PSEUDONYM).indexOf(']');
  return open !== -1 && close !== -1 && PSEUDONYM.test(text.slice(from + open, end + close));
}

// A rule id of 64 characters, a key id of 16, 22 for the hash, two colons.
const MAX_PSEUDONYM = 104;
const PSEUDONYM = /^\[[a-z][a-z0-9-]{0,63}:[A-Za-z0-9_.-]{1,16}:[A-Za-z0-9_-]{22}\]$/;

/** Longer outputs of censor functions are not remembered. */
export const MAX_OUTPUT = 320;
