import { describe, didYouMean, type Problem } from '../errors/index.ts';
import { covers, parsePath } from '../scan/path-syntax.ts';
import { checkPaths } from './check-paths.ts';
import type { AllowOptions } from './options.ts';

/** What an allow entry is held against. */
export interface AllowContext {
  readonly ids: readonly string[];
  readonly denied: { readonly paths: readonly string[]; readonly keys: readonly string[] };
}

/** What is wrong with `allow`: unknown names, wrong types, and entries that switch off a rule of the same options. */
export function checkAllow(allow: unknown, at: string, context: AllowContext): Problem[] {
  if (typeof allow !== 'object' || allow === null || Array.isArray(allow)) {
    return [{ option: at, message: `must be an object with paths, keys, rules or hashes, got ${describe(allow)}` }];
  }
  const problems: Problem[] = [];
  const names = Object.keys(CHECKS);
  for (const [name, value] of Object.entries(allow)) {
    const option = `${at}.${name}`;
    if (!isName(name)) problems.push({ option, message: `is not an option${didYouMean(name, names)}` });
    else if (Array.isArray(value)) problems.push(...CHECKS[name](value, option, context));
    else if (value !== undefined) problems.push({ option, message: `must be an array, got ${describe(value)}` });
  }
  return problems;
}

type Check = (values: readonly unknown[], at: string, context: AllowContext) => Problem[];

const CHECKS: Readonly<Record<keyof AllowOptions, Check>> = {
  paths: checkAllowedPaths,
  keys: checkAllowedKeys,
  rules: checkAllowedRules,
  hashes: checkHashes,
};

function isName(name: string): name is keyof AllowOptions {
  return Object.hasOwn(CHECKS, name);
}

function checkAllowedPaths(values: readonly unknown[], at: string, { denied }: AllowContext): Problem[] {
  const problems = checkPaths(values, at);
  for (const [index, path] of values.entries()) {
    const allowed = typeof path === 'string' ? parsePath(path) : undefined;
    if (allowed === undefined) continue;
    const same = denied.paths.find((other) => covers(allowed, parsePath(other) ?? []));
    if (same !== undefined)
      problems.push({ option: `${at}[${index}]`, message: `allows what paths hides (${JSON.stringify(same)})` });
  }
  return problems;
}

function checkAllowedKeys(values: readonly unknown[], at: string, { denied }: AllowContext): Problem[] {
  return values.flatMap((key, index) => {
    const option = `${at}[${index}]`;
    if (typeof key !== 'string' || key.trim() === '')
      return [{ option, message: `must be a name, got ${describe(key)}` }];
    const same = denied.keys.find((other) => bare(other) === bare(key));
    return same === undefined ? [] : [{ option, message: `allows what keys hides (${JSON.stringify(same)})` }];
  });
}

/** A name without case and joints, which are no difference between names. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function checkAllowedRules(values: readonly unknown[], at: string, { ids }: AllowContext): Problem[] {
  return values.flatMap((id, index) => {
    const option = `${at}[${index}]`;
    if (typeof id !== 'string') return [{ option, message: `must be a rule id, got ${describe(id)}` }];
    return ids.includes(id) ? [] : [{ option, message: `names no rule: "${id}"${didYouMean(id, ids)}` }];
  });
}

function checkHashes(values: readonly unknown[], at: string): Problem[] {
  return values.flatMap((hash, index) =>
    typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash)
      ? []
      : [
          {
            option: `${at}[${index}]`,
            message: `must be a SHA-256 of 64 lower-case hex digits, got ${describe(hash)}`,
          },
        ],
  );
}
