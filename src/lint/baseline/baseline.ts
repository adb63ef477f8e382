import { randomBytes } from 'node:crypto';
import { describe, OptionsError, type Problem } from '../../errors/index.ts';
import type { LintFinding } from '../finding.ts';
import { pathShape } from '../report/key-path.ts';
import { type AllowEntry, hasExpired } from './allow.ts';
import { checkAllow } from './check-allow.ts';

/** A finding that was there when the baseline was made. */
export interface BaselineEntry {
  readonly rule: string;
  /** Indexes are written as `*`. */
  readonly path?: string;
  readonly fingerprint: string;
  /** How often it was met then; tells a reader, decides nothing, for the same secret is logged again every day. */
  readonly count: number;
  /** An entry somebody has given a reason stays when the baseline is updated. */
  readonly reason?: string;
  readonly expires?: string;
}

/** What is known already, and the key its fingerprints are made with. */
export interface Baseline {
  /** 16 bytes or more, in hexadecimal. */
  readonly fingerprintKey: string;
  readonly findings: readonly BaselineEntry[];
  readonly allow: readonly AllowEntry[];
}

const KEY = /^(?:[0-9a-f]{2}){16,256}$/;
const FORMAT_VERSION = 1;

/** One without findings, with the key given or one of its own. */
export function emptyBaseline(key: Uint8Array = randomBytes(32)): Baseline {
  return { fingerprintKey: Buffer.from(key).toString('hex'), findings: [], allow: [] };
}

/** What a baseline knows a finding by: neither its file nor its line, so that rotation changes nothing. */
function identityOf({ fingerprint, rule, path }: Pick<LintFinding, 'fingerprint' | 'rule' | 'path'>): string {
  return JSON.stringify([rule, path === undefined ? '' : pathShape(path), fingerprint]);
}

/** Reads a baseline's text. Throws `OptionsError` with every problem in it. */
export function parseBaseline(text: string, file: string): Baseline {
  const problems: Problem[] = [];
  const value = parseObject(text, file);
  if (value.get('version') !== FORMAT_VERSION) {
    problems.push({ option: 'version', message: `must be ${FORMAT_VERSION}, got ${describe(value.get('version'))}` });
  }
  const key = value.get('fingerprintKey');
  if (typeof key !== 'string' || !KEY.test(key)) {
    problems.push({ option: 'fingerprintKey', message: `must be 32 hexadecimal digits or more, got ${describe(key)}` });
  }
  const findings = checkFindings(value.get('findings'), problems);
  const allow = checkAllow(value.get('allow'), 'allow', problems);
  if (problems.length > 0) throw new OptionsError(`the baseline ${file} was refused`, problems);
  return { fingerprintKey: String(key), findings, allow };
}

/** The text to keep; entries in a fixed order, so that a diff shows what changed. */
export function baselineText({ fingerprintKey, findings, allow }: Baseline): string {
  const sorted = [...findings].sort((a, b) => (identityOf(a) < identityOf(b) ? -1 : 1));
  return `${JSON.stringify({ version: FORMAT_VERSION, fingerprintKey, allow, findings: sorted }, undefined, 2)}\n`;
}

/** Tells known findings, and gathers what a new baseline would hold. */
export interface BaselineUse {
  /** True for a finding the baseline knows. */
  knows(finding: LintFinding): boolean;
  /** A sentence for each entry that has expired. */
  readonly notes: readonly string[];
}

export function useBaseline({ findings }: Baseline, now: number): BaselineUse {
  const current = findings.filter(({ expires }) => !hasExpired(expires, now));
  const known = new Set(current.map(identityOf));
  const notes = findings
    .filter(({ expires }) => hasExpired(expires, now))
    .map(({ rule, expires }) => `A baseline entry of rule ${rule} expired on ${expires}: renew it or mend the log.`);
  return { knows: (finding) => known.has(identityOf(finding)), notes };
}

/** More different values than anybody reviews; past this a rule or a path is what should be allowed. */
const MAX_ENTRIES = 100_000;

export interface BaselineUpdate {
  add(finding: LintFinding): void;
  /** The new baseline. Entries that were not met go, unless the run was not `complete` or they have a reason. */
  result(complete: boolean): Baseline;
}

/** Gathers a new baseline while a run goes on. Throws `OptionsError` when it would be larger than anybody reviews. */
export function updateBaseline(old: Baseline): BaselineUpdate {
  const before = new Map(old.findings.map((entry) => [identityOf(entry), entry]));
  const met = new Map<string, BaselineEntry>();
  return {
    add(finding) {
      const identity = identityOf(finding);
      const known = met.get(identity);
      if (known === undefined && met.size >= MAX_ENTRIES) throw tooLarge();
      met.set(identity, { ...(known ?? before.get(identity) ?? entryOf(finding)), count: (known?.count ?? 0) + 1 });
    },
    result(complete) {
      const kept = [...before].filter(
        ([identity, { reason }]) => !met.has(identity) && (!complete || reason !== undefined),
      );
      return { ...old, findings: [...met.values(), ...kept.map(([, entry]) => entry)] };
    },
  };
}

function entryOf({ rule, path, fingerprint }: LintFinding): BaselineEntry {
  return { rule, ...(path === undefined ? {} : { path: pathShape(path) }), fingerprint, count: 0 };
}

function tooLarge(): OptionsError {
  const message = `would hold more than ${MAX_ENTRIES} different values; allow the rule or the key path instead`;
  return new OptionsError('the baseline was not updated', [{ option: '--update-baseline', message }]);
}

function parseObject(text: string, file: string): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new Map(Object.entries(value));
  } catch {
    // The parser's own message quotes the text.
  }
  throw new OptionsError(`the baseline ${file} was refused`, [
    { option: file, message: 'is not a JSON object; write a new one with --update-baseline' },
  ]);
}

function checkFindings(value: unknown, problems: Problem[]): BaselineEntry[] {
  if (!Array.isArray(value)) {
    problems.push({ option: 'findings', message: `must be an array, got ${describe(value)}` });
    return [];
  }
  return value.flatMap((entry: unknown, at) => {
    if (isEntry(entry)) return [entry];
    problems.push({ option: `findings[${at}]`, message: 'must have rule, fingerprint and count' });
    return [];
  });
}

function isEntry(value: unknown): value is BaselineEntry {
  if (typeof value !== 'object' || value === null) return false;
  // The cast holds: every property of an object may be asked for, and each is looked at below.
  const { rule, path, fingerprint, count, reason, expires } = { ...value } as Partial<
    Record<keyof BaselineEntry, unknown>
  >;
  const isText = (text: unknown): boolean => text === undefined || typeof text === 'string';
  return (
    typeof rule === 'string' &&
    typeof fingerprint === 'string' &&
    typeof count === 'number' &&
    [path, reason, expires].every(isText)
  );
}
