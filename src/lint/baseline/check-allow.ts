import { describe, didYouMean, type Problem } from '../../errors/index.ts';
import { parsePath } from '../../scan/path-syntax.ts';
import type { AllowEntry } from './allow.ts';

const NAMES = {
  path: true,
  rule: true,
  fingerprint: true,
  reason: true,
  expires: true,
} satisfies Record<keyof AllowEntry, true>;

/** Checks entries as they come from a file; tells every problem under the name given. */
export function checkAllow(value: unknown, option: string, problems: Problem[]): AllowEntry[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    problems.push({ option, message: `must be an array of entries, got ${describe(value)}` });
    return [];
  }
  return value.flatMap((entry: unknown, at) => checkEntry(entry, `${option}[${at}]`, problems));
}

function checkEntry(value: unknown, option: string, problems: Problem[]): AllowEntry[] {
  const before = problems.length;
  if (typeof value !== 'object' || value === null) {
    problems.push({ option, message: `must be an object, got ${describe(value)}` });
    return [];
  }
  const fields = new Map<string, unknown>(Object.entries(value));
  for (const [name, given] of fields) {
    if (!Object.hasOwn(NAMES, name)) {
      problems.push({ option: `${option}.${name}`, message: `is not known${didYouMean(name, Object.keys(NAMES))}` });
    } else if (typeof given !== 'string') {
      problems.push({ option: `${option}.${name}`, message: `must be a string, got ${describe(given)}` });
    }
  }
  const text = (name: keyof AllowEntry): string | undefined => {
    const given = fields.get(name);
    return typeof given === 'string' ? given : undefined;
  };
  const entry = { path: text('path'), rule: text('rule'), fingerprint: text('fingerprint'), expires: text('expires') };
  const reason = text('reason')?.trim() ?? '';
  problems.push(
    ...entryProblems({ ...entry, reason }).map((problem) => ({ ...problem, option: option + problem.option })),
  );
  return problems.length > before ? [] : [{ ...withoutUndefined(entry), reason }];
}

type Given = { readonly [Name in keyof AllowEntry]: AllowEntry[Name] | undefined };

function entryProblems({ path, rule, fingerprint, reason, expires }: Given): Problem[] {
  const problems: Problem[] = [];
  if (path === undefined && rule === undefined && fingerprint === undefined) {
    problems.push({ option: '', message: 'must name a path, a rule or a fingerprint' });
  }
  if (reason === '') problems.push({ option: '.reason', message: 'must say why this is allowed' });
  if (path !== undefined && parsePath(path) === undefined) {
    problems.push({ option: '.path', message: "must be a path such as 'user.note' or 'items[*].memo'" });
  }
  if (expires !== undefined && !isDay(expires)) {
    problems.push({ option: '.expires', message: 'must be a day such as 2027-01-31' });
  }
  return problems;
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function withoutUndefined({ path, rule, fingerprint, expires }: Omit<Given, 'reason'>): Omit<AllowEntry, 'reason'> {
  return {
    ...(path === undefined ? {} : { path }),
    ...(rule === undefined ? {} : { rule }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(expires === undefined ? {} : { expires }),
  };
}
