import type { LintFinding } from '../finding.ts';
import { pathTest } from './path-test.ts';

/** A finding somebody has looked at and accepted: what it is, why, and until when. */
export interface AllowEntry {
  /** Key path in the syntax of the `redact` option: `user.password`, `items[*].note`, `**.token`. */
  readonly path?: string;
  readonly rule?: string;
  readonly fingerprint?: string;
  /** Shown in reviews; an entry without one is refused. */
  readonly reason: string;
  /** The last day, `2027-01-31`. After it the entry hides nothing and lint says so. */
  readonly expires?: string;
}

/** Tells what is allowed; each of an entry's conditions must hold. */
export interface AllowList {
  allows(finding: LintFinding): boolean;
  /** A sentence for each entry that has expired. */
  readonly notes: readonly string[];
}

/** Makes a list of the entries that hold on this day. */
export function createAllowList(entries: readonly AllowEntry[], now: number): AllowList {
  const current = entries.filter(({ expires }) => !hasExpired(expires, now));
  const tests = current.map(testOf);
  return {
    allows: (finding) => tests.some((test) => test(finding)),
    notes: entries
      .filter(({ expires }) => hasExpired(expires, now))
      .map(
        (entry) => `The entry that allowed ${subjectOf(entry)} expired on ${entry.expires}: renew it or mend the log.`,
      ),
  };
}

/** The day itself still counts, in every time zone west of it. */
export function hasExpired(expires: string | undefined, now: number): boolean {
  return expires !== undefined && Date.parse(`${expires}T00:00:00Z`) + 86_400_000 <= now;
}

function subjectOf({ rule, path, fingerprint }: AllowEntry): string {
  const parts = [
    ...(rule === undefined ? [] : [`rule ${rule}`]),
    ...(path === undefined ? [] : [`path ${path}`]),
    ...(fingerprint === undefined ? [] : [`fingerprint ${fingerprint.slice(0, 12)}`]),
  ];
  return parts.join(', ');
}

type Test = (finding: LintFinding) => boolean;

function testOf({ path, rule, fingerprint }: AllowEntry): Test {
  const isAtPath = path === undefined ? undefined : pathTest(path);
  return (finding) =>
    (rule === undefined || finding.rule === rule) &&
    (fingerprint === undefined || finding.fingerprint === fingerprint) &&
    (isAtPath === undefined || (finding.path !== undefined && isAtPath(finding.path)));
}
