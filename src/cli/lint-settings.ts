import { readFile } from 'node:fs/promises';
import { describe, didYouMean, OptionsError, type Problem } from '../errors/index.ts';
import { type AllowEntry, createAllowList } from '../lint/baseline/allow.ts';
import { type Baseline, emptyBaseline, useBaseline } from '../lint/baseline/baseline.ts';
import { checkAllow } from '../lint/baseline/check-allow.ts';
import { readBaseline } from '../lint/baseline/file.ts';
import { lokiRuleTexts } from '../lint/loki/rules.ts';
import type { FilterSettings } from '../lint/report/filter.ts';
import { createRuleBook, type RuleBook } from '../lint/report/rule-text.ts';
import { timeWindow } from '../lint/time-window.ts';
import type { RedactOptions } from '../redact/index.ts';
import { defaultPacks, packs, type Rule } from '../rules/index.ts';
import type { CliIo } from './io.ts';
import type { ReportFlags } from './lint-flags.ts';
import { redactOptions } from './redact-options.ts';

/** Flags, configuration, baseline and key, resolved and checked. */
export interface ReportSettings {
  readonly redact: RedactOptions;
  readonly filter: FilterSettings;
  readonly ruleText: RuleBook;
  readonly baseline: Baseline | undefined;
  /** Undefined: random for this run. */
  readonly fingerprintKey: Uint8Array | undefined;
  /** What has expired. */
  readonly notes: readonly string[];
}

/** The lists of lint's own that a configuration may have beside the logger's options. */
interface LintSection {
  readonly allow: readonly AllowEntry[];
}

interface Sources {
  readonly flags: ReportFlags & { readonly packs?: readonly string[] };
  readonly env: CliIo['env'];
  readonly now: number;
}

/** Reads the files that the flags name and checks all there is to check. Throws one `OptionsError` with every problem. */
export async function resolveReport({ flags, env, now }: Sources): Promise<ReportSettings> {
  const problems: Problem[] = [];
  const { redact, section } = await loadConfig(flags, problems);
  const key = await readKey(flags, env);
  const baseline = await openBaseline(flags, { key, problems });
  const known = useBaseline(baseline ?? emptyBaseline(), now);
  const allow = createAllowList([...section.allow, ...(baseline?.allow ?? [])], now);
  const window = timeWindow(flags, now, problems);
  const only = checkRules('--only', flags.only, { redact, problems });
  const skip = checkRules('--skip', flags.skip, { redact, problems });
  if (problems.length > 0) throw new OptionsError('logveil was given bad options', problems);
  return {
    redact,
    filter: { window, only, skip, allow, baseline: known },
    ruleText: createRuleBook(redact.rules, lokiRuleTexts),
    baseline,
    fingerprintKey: baseline === undefined ? key : Buffer.from(baseline.fingerprintKey, 'hex'),
    notes: [...allow.notes, ...known.notes],
  };
}

async function loadConfig(
  { config, packs: names }: Sources['flags'],
  problems: Problem[],
): Promise<{ redact: RedactOptions; section: LintSection }> {
  // Loaded when it is needed: it brings what reads TypeScript, and creates a redactor to check the options.
  const given: object = config === undefined ? {} : await (await import('./config.ts')).loadLoggerOptions(config);
  const own = 'redact' in given ? given.redact : undefined;
  // The cast holds as far as it needs to: the engine checks every member, as it does for the logger.
  const redact = (Array.isArray(own) ? { paths: own } : (own ?? {})) as RedactOptions;
  return {
    redact: { ...redact, ...redactOptions(names) },
    section: lintSection('lint' in given ? given.lint : undefined, problems),
  };
}

function lintSection(value: unknown, problems: Problem[]): LintSection {
  if (value === undefined) return { allow: [] };
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject) problems.push({ option: 'lint', message: `must be an object, got ${describe(value)}` });
  const section = new Map<string, unknown>(isObject ? Object.entries(value) : []);
  for (const name of section.keys()) {
    if (name !== 'allow')
      problems.push({ option: `lint.${name}`, message: `is not known${didYouMean(name, ['allow'])}` });
  }
  return { allow: checkAllow(section.get('allow'), 'lint.allow', problems) };
}

/** From the file, else from the environment. */
async function readKey({ fingerprintKeyFile: file }: ReportFlags, env: CliIo['env']): Promise<Uint8Array | undefined> {
  const option = file === undefined ? 'LOGVEIL_FINGERPRINT_KEY' : `--fingerprint-key-file ${file}`;
  const text = file === undefined ? env['LOGVEIL_FINGERPRINT_KEY'] : await readText(file, option);
  if (text === undefined || text === '') return undefined;
  const trimmed = text.trim();
  const key = /^(?:[0-9a-f]{2}){16,256}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'utf8');
  if (key.length >= 16) return key;
  throw refused(option, `must hold 16 bytes or more, got ${key.length}; make one with: openssl rand -hex 32`);
}

async function readText(file: string, option: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw refused(
      option,
      code === 'ENOENT' ? 'does not exist; make it with: openssl rand -hex 32' : `cannot be read (${code})`,
    );
  }
}

async function openBaseline(
  { baseline: file, updateBaseline }: ReportFlags,
  { key, problems }: { readonly key: Uint8Array | undefined; readonly problems: Problem[] },
): Promise<Baseline | undefined> {
  if (file === undefined) {
    if (updateBaseline) problems.push({ option: '--update-baseline', message: 'needs --baseline FILE' });
    return undefined;
  }
  const baseline = await readBaseline(file);
  if (baseline === undefined && !updateBaseline) {
    problems.push({ option: `--baseline ${file}`, message: 'does not exist; make it with --update-baseline' });
  }
  if (baseline !== undefined && key !== undefined && Buffer.from(key).toString('hex') !== baseline.fingerprintKey) {
    problems.push({
      option: 'fingerprint key',
      message: `is not the one of ${file}, which brings its own; give one of them`,
    });
  }
  return baseline ?? emptyBaseline(key);
}

interface RuleCheck {
  readonly redact: RedactOptions;
  readonly problems: Problem[];
}

/** Ids that options make, beside those of the packs and of the configuration. */
const OWN_IDS = ['configured-key', 'configured-path', 'known-secret'];

/** Ids must be those of rules; a rule that is not run would find nothing, and nobody would notice. */
function checkRules(option: string, ids: readonly string[], { redact, problems }: RuleCheck): ReadonlySet<string> {
  if (ids.length === 0) return new Set();
  const running = new Set(redact.packs ?? defaultPacks);
  const shipped = Object.entries(packs).flatMap(([pack, rules]) => rules.map((rule: Rule) => [rule.id, pack] as const));
  const packOf = new Map<string, string>(shipped);
  const others = [...OWN_IDS, ...(redact.rules ?? []).map(({ id }) => id), ...lokiRuleTexts.map(({ id }) => id)];
  const known = new Set([...packOf.keys(), ...others]);
  for (const id of ids) {
    const pack = packOf.get(id);
    if (!known.has(id)) {
      const message = `names no rule: ${JSON.stringify(id.slice(0, 60))}${didYouMean(id, known)}; logveil rules lists them`;
      problems.push({ option, message });
    } else if (option === '--only' && pack !== undefined && ![...running].some((name) => name === pack)) {
      problems.push({ option, message: `names ${id} of the pack ${pack}, which is off; add it with --packs` });
    }
  }
  return new Set(ids);
}

function refused(option: string, message: string): OptionsError {
  return new OptionsError('logveil was given bad options', [{ option, message }]);
}
