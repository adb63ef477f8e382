import { OptionsError } from '../errors/index.ts';
import { gradeOf } from '../rules/grade.ts';
import type { PathRule } from '../rules/index.ts';
import { createScanner, type Finding, type Scanner, type TextMode } from '../scan/index.ts';
import { locate } from '../scan/paths.ts';
import { type Censors, createCensors, isFixedText } from './censors.ts';
import { checkRedactOptions } from './check.ts';
import { type Collector, createCollector } from './collect.ts';
import { applyEdits } from './edits.ts';
import { editsOf } from './edits-of.ts';
import { createFamily, type Family } from './family.ts';
import { createMemberCleaner } from './members.ts';
import type { WarningHandler } from './options.ts';
import { createPathCleaner } from './path-redactor.ts';
import { plainCopy } from './plain-copy.ts';
import type { RedactorEngine, RedactorStats } from './redactor.ts';
import { type RedactInput, type RedactSettings, resolveSettings } from './settings.ts';
import { withheldLine, withheldText } from './withheld.ts';

/**
 * A redactor for the logger: a {@link Redactor} that can be extended and can clean records before they are serialised.
 *
 * @param onWarning told once per cause about trouble that is no reason to throw
 * @throws OptionsError that lists everything wrong with the options
 */
export function createEngine(input: RedactInput = {}, onWarning: WarningHandler = () => undefined): RedactorEngine {
  const problems = checkRedactOptions(input, 'redact');
  if (problems.length > 0) throw new OptionsError('redact options', problems);
  const family = createFamily(onWarning);
  const settings = resolveSettings(input, family.warn);
  return engineOf({ settings, family, scanner: scannerOf(settings) });
}

/** What one redactor is made of. */
interface Origin {
  readonly settings: RedactSettings;
  readonly family: Family;
  readonly scanner: Scanner;
}

/** What one redactor works with. */
interface Parts extends Origin {
  readonly collect: Collector;
  readonly censors: Censors;
}

function scannerOf({ rules, allow }: RedactSettings): Scanner {
  return createScanner(rules, { allowKeys: allow.keys });
}

function engineOf(origin: Origin): RedactorEngine {
  const { settings, family, scanner } = origin;
  for (const censor of settings.censors.values()) if (isFixedText(censor)) family.addText(censor);
  const censors = createCensors({ ...settings, onThrow: family.onThrow, onOutput: family.addOutput });
  const parts: Parts = { ...origin, collect: createCollector(settings, scanner), censors };
  return {
    line: looksForNothing(settings) ? (text) => passed(text, parts) : (text) => cleanLine(text, parts),
    text: (text) => guard(parts, () => clean(text, 'text', parts), withheldText),
    value: (value) => guard(parts, () => cleanValue(value, parts), withheldText),
    find: (text) =>
      guard(
        parts,
        () => findIn(text, parts),
        () => [],
      ),
    stats: () => statsOf(family),
    failures: () => family.failures,
    isQuiet: quietOf(parts),
    members: membersOf(parts),
    rules: [...settings.rules, ...settings.paths],
    extend: (options) => extendEngine(options, parts),
    cleanPaths: pathCleaner(parts),
  };
}

/** Without packs, rules, paths and known secrets there is nothing that could be found. */
function looksForNothing({ rules, paths, literals }: RedactSettings): boolean {
  return rules.length === 0 && paths.length === 0 && literals.length === 0;
}

/** Only rules that begin somewhere: what none begins in holds nothing. */
function quietOf({ settings, scanner }: Parts): RedactorEngine['isQuiet'] {
  if (looksForNothing(settings)) return () => true;
  return hasOnlyRules(settings) ? scanner.isQuiet : undefined;
}

function membersOf(parts: Parts): RedactorEngine['members'] {
  const { settings } = parts;
  if (!hasOnlyRules(settings)) return undefined;
  const { paths, hashes } = settings.allow;
  const cleaner = createMemberCleaner({ ...parts, isPlain: paths.length === 0 && hashes.length === 0 });
  return cleaner !== undefined && looksForNothing(settings) ? { ...cleaner, text: (_, text) => jsonOf(text) } : cleaner;
}

/** Undefined for lone surrogates, which are mended in the whole line. */
function jsonOf(text: string): string | undefined {
  const json = JSON.stringify(text);
  return json.includes('\\ud') ? undefined : json;
}

function hasOnlyRules({ paths, literals }: RedactSettings): boolean {
  return paths.length === 0 && literals.length === 0;
}

function passed(text: string, parts: Parts): string {
  if (typeof text !== 'string') return cleanLine(text, parts);
  parts.family.lines++;
  return text;
}

/** Fails closed: when anything goes wrong, the content is gone and the failure counted. */
function guard<T>({ family }: Parts, run: () => T, withheld: () => T): T {
  try {
    return run();
  } catch (error) {
    family.onFailure(error);
    return withheld();
  }
}

function cleanLine(text: string, parts: Parts): string {
  try {
    return clean(text, modeOf(text), parts);
  } catch (error) {
    parts.family.onFailure(error);
    // What is no string comes from JavaScript, and has no line to keep.
    return typeof text === 'string' ? withheldLine(text) : withheldText();
  }
}

/** A JSON document begins with a brace or a bracket; blanks before it are allowed. */
function modeOf(text: string): TextMode {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 32) return code === 123 || code === 91 ? 'json' : 'text';
  }
  return 'text';
}

function clean(text: string, mode: TextMode, parts: Parts): string {
  const { family, collect } = parts;
  family.lines++;
  const hits = collect(text, mode, family);
  if (hits.length === 0) return text;
  family.count(hits);
  return applyEdits(text, editsOf({ text, mode, hits }, parts.censors));
}

function cleanValue(value: unknown, parts: Parts): unknown {
  if (typeof value === 'string') return clean(value, 'text', parts);
  const copy = plainCopy(value);
  const json = JSON.stringify(copy);
  if (json === undefined) return copy;
  const cleaned = clean(json, 'json', parts);
  return cleaned === json && typeof copy !== 'object' ? copy : JSON.parse(cleaned);
}

function findIn(text: string, { collect, family }: Parts): Finding[] {
  const mode = modeOf(text);
  const hits = collect(text, mode, { hidden: [], isWritten: family.isWritten });
  const paths =
    mode === 'json' && hits.length > 0
      ? locate(
          text,
          hits.map(({ start }) => start),
        )
      : [];
  return hits.map(({ rule, start, end }, index) => {
    const path = paths[index];
    const finding: Finding = { rule: rule.id, start, end, ...gradeOf(rule, text.slice(start, end)) };
    return path === undefined ? finding : { ...finding, path: path.join('.') };
  });
}

function statsOf({ lines, findings, failures, byRule }: Family): RedactorStats {
  return {
    lines,
    findings,
    failures,
    byRule: Object.fromEntries(Array.from(byRule, ([id, { count }]) => [id, count])),
  };
}

/** A child may only add, so it is told when it tries to allow something. */
function extendEngine(options: RedactInput, { settings, family, scanner }: Parts): RedactorEngine {
  const problems = checkRedactOptions(options, 'redact');
  if (!Array.isArray(options) && 'allow' in options) {
    problems.push({
      option: 'redact.allow',
      message: 'must be given where the logger is created: a child can only add rules',
    });
  }
  if (problems.length > 0) throw new OptionsError('redact options of a child', problems);
  const own = resolveSettings(options, family.warn, settings);
  // Compiling rules takes milliseconds, and a child that adds paths alone has none of its own.
  return engineOf({ settings: own, family, scanner: own.rules === settings.rules ? scanner : scannerOf(own) });
}

function pathCleaner(parts: Parts): RedactorEngine['cleanPaths'] {
  const { settings, family, censors } = parts;
  const clean = createPathCleaner({
    rules: settings.paths,
    censors: settings.censors,
    censorer: censors.censor,
    onHidden: (value: unknown, rule: PathRule) => family.addHidden(value, rule),
  });
  if (clean === undefined) return undefined;
  return (record) =>
    guard(
      parts,
      () => clean(record),
      () => ({ redaction_error: 'LOGVEIL_REDACTION_FAILED' }),
    );
}
