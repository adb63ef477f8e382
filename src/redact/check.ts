import { describe, didYouMean, type Problem } from '../errors/index.ts';
import { packGroups, packs } from '../rules/index.ts';
import { parsePath } from '../scan/path-syntax.ts';
import { checkAllow } from './check-allow.ts';
import { checkPaths } from './check-paths.ts';
import { checkRules } from './check-rules.ts';
import { isAuthenticationData } from './kinds.ts';
import type { RedactOptions } from './options.ts';
import { KNOWN_PACK, OWN_IDS, OWN_PACK } from './own-rules.ts';

/**
 * Everything wrong with a `redact` option, or an empty list. Takes what pino takes, too: an array of paths, and
 * `{ paths, censor, remove }`.
 *
 * @param at the option's own name, `redact` in a logger's options
 */
export function checkRedactOptions(options: unknown, at: string): Problem[] {
  if (Array.isArray(options)) return checkPaths(options, at);
  if (options === undefined) return [];
  if (typeof options !== 'object' || options === null) {
    return [{ option: at, message: `must be an object or an array of paths, got ${describe(options)}` }];
  }
  const problems = unknownOptions(options, at);
  const given = new Map<string, unknown>(Object.entries(options));
  for (const [name, check] of Object.entries(CHECKS)) {
    const value = given.get(name);
    if (value !== undefined) problems.push(...check(value, `${at}.${name}`, given));
  }
  return problems;
}

type Check = (value: unknown, at: string, options: ReadonlyMap<string, unknown>) => Problem[];

// A record over the option names, so that the compiler asks for a check when an option is added.
const CHECKS: Readonly<Record<keyof RedactOptions, Check>> = {
  packs: checkPacks,
  rules: (value, at) => checkRules(value, at),
  keys: checkKeys,
  paths: (value, at) => checkPaths(value, at),
  censor: checkCensor,
  censors: checkCensors,
  remove: (value, at) =>
    typeof value === 'boolean' ? [] : [problem(at, `must be true or false, got ${describe(value)}`)],
  allow: (value, at, options) => checkAllow(value, at, { ids: knownIds(options), denied: deniedBy(options) }),
  knownSecrets: checkKnownSecrets,
  pseudonym: checkPseudonym,
};

function problem(option: string, message: string): Problem {
  return { option, message };
}

function unknownOptions(options: object, at: string): Problem[] {
  const names = Object.keys(CHECKS);
  return Object.keys(options)
    .filter((name) => !names.includes(name))
    .map((name) => problem(`${at}.${name}`, `is not an option${didYouMean(name, names)}`));
}

function checkPacks(value: unknown, at: string): Problem[] {
  const names = [...Object.keys(packs), ...Object.keys(packGroups)];
  // The national packs are too many for one line.
  const shown = `${names.filter((name) => !name.startsWith('pii.')).join(', ')}, or a part of pii such as pii.us`;
  if (!Array.isArray(value)) return [problem(at, `must be an array of ${shown}, got ${describe(value)}`)];
  return value.flatMap((pack: unknown, index) => {
    if (typeof pack === 'string' && names.includes(pack)) return [];
    const got = typeof pack === 'string' ? `"${pack}"${didYouMean(pack, names)}` : describe(pack);
    return [problem(`${at}[${index}]`, `must be one of ${shown}, got ${got}`)];
  });
}

function checkKeys(value: unknown, at: string): Problem[] {
  if (!Array.isArray(value)) return [problem(at, `must be an array of names, got ${describe(value)}`)];
  return value.flatMap((key: unknown, index) =>
    typeof key === 'string' && /[\p{L}\p{N}]/u.test(key)
      ? []
      : [problem(`${at}[${index}]`, `must be a name with a letter or digit in it, got ${describe(key)}`)],
  );
}

function checkCensor(value: unknown, at: string): Problem[] {
  if (typeof value === 'string' || typeof value === 'function') return [];
  return [problem(at, `must be marker, mask, pseudonym, remove, another string or a function, got ${describe(value)}`)];
}

function checkCensors(value: unknown, at: string, options: ReadonlyMap<string, unknown>): Problem[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [problem(at, `must be an object of censors by rule id or pack, got ${describe(value)}`)];
  }
  const names = [...Object.keys(packs), OWN_PACK, KNOWN_PACK, ...knownIds(options)];
  return Object.entries(value).flatMap(([name, censor]: [string, unknown]) => {
    const option = `${at}[${JSON.stringify(name)}]`;
    if (!names.includes(name)) return [problem(option, `names no rule and no pack${didYouMean(name, names)}`)];
    return [...checkCensor(censor, option), ...checkAuthenticationData(name, censor, option)];
  });
}

/** PCI DSS 4.0.1, requirement 3.3.1: no form of these may be kept. */
function checkAuthenticationData(name: string, censor: unknown, option: string): Problem[] {
  const rule = Object.values(packs)
    .flat()
    .find(({ id }) => id === name);
  if (rule === undefined || !isAuthenticationData(rule)) return [];
  const isKept = typeof censor === 'function' || censor === 'mask' || censor === 'pseudonym';
  return isKept
    ? [problem(option, 'must be marker, remove or a fixed text: PCI DSS 3.3.1 lets no part or hash of it be kept')]
    : [];
}

function checkKnownSecrets(value: unknown, at: string): Problem[] {
  if (typeof value === 'function') return [];
  if (!Array.isArray(value)) return [problem(at, `must be an array of strings or a function, got ${describe(value)}`)];
  return value.flatMap((secret: unknown, index) =>
    typeof secret === 'string' ? [] : [problem(`${at}[${index}]`, `must be a string, got ${describe(secret)}`)],
  );
}

// 256 bits, the length of the hash (NIST SP 800-107 r1 section 5.3.4, 2012-08).
const MIN_KEY_BYTES = 32;

function checkPseudonym(value: unknown, at: string): Problem[] {
  if (typeof value !== 'object' || value === null)
    return [problem(at, `must be an object with a key, got ${describe(value)}`)];
  const problems = Object.keys(value)
    .filter((name) => name !== 'key' && name !== 'keyId')
    .map((name) => problem(`${at}.${name}`, `is not an option${didYouMean(name, ['key', 'keyId'])}`));
  const { key, keyId } = { key: undefined, keyId: undefined, ...value } as { key: unknown; keyId: unknown };
  if (typeof key !== 'string' && !(key instanceof Uint8Array)) {
    problems.push(problem(`${at}.key`, `must be a string or a Uint8Array, got ${describe(key)}`));
  } else {
    const bytes = typeof key === 'string' ? Buffer.byteLength(key) : key.length;
    // A string counts by its UTF-8 bytes as it stands: whether it is hex or base64 is not guessed.
    if (bytes < MIN_KEY_BYTES)
      problems.push(problem(`${at}.key`, `must have at least ${MIN_KEY_BYTES} bytes, got ${bytes}`));
  }
  if (keyId !== undefined && (typeof keyId !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,15}$/.test(keyId))) {
    problems.push(
      problem(`${at}.keyId`, `must be 1 to 16 letters, digits, dots, dashes or underscores, got ${describe(keyId)}`),
    );
  }
  return problems;
}

/** Every rule id that can be named: the packs', the options' own, and those of keys, paths and known secrets. */
function knownIds(options: ReadonlyMap<string, unknown>): string[] {
  const shipped = Object.values(packs).flatMap((rules) => rules.map(({ id }) => id));
  const rules = options.get('rules');
  const own = Array.isArray(rules) ? rules.map((rule: { id?: unknown } | null) => rule?.id) : [];
  return [...new Set([...shipped, ...OWN_IDS, ...own.filter((id) => typeof id === 'string')])];
}

/** What the options hide by name, which an allow entry may not take back. */
function deniedBy(options: ReadonlyMap<string, unknown>): { paths: readonly string[]; keys: readonly string[] } {
  const strings = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  return { paths: strings(options.get('paths')).filter((path) => parsePath(path)), keys: strings(options.get('keys')) };
}
