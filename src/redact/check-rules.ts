import { describe, didYouMean, type Problem } from '../errors/index.ts';
import type { Rule } from '../rules/index.ts';
import { pathProblem } from './check-paths.ts';
import { patternProblem } from './pattern-safety.ts';

/** What is wrong with rules somebody brings: shape, ids, and expressions that are not linear. */
export function checkRules(rules: unknown, at: string): Problem[] {
  if (!Array.isArray(rules)) return [{ option: at, message: `must be an array of rules, got ${describe(rules)}` }];
  const seen = new Set<string>();
  return rules.flatMap((rule: unknown, index) => checkRule(rule, `${at}[${index}]`, seen));
}

function checkRule(rule: unknown, at: string, seen: Set<string>): Problem[] {
  if (typeof rule !== 'object' || rule === null)
    return [{ option: at, message: `must be a rule, got ${describe(rule)}` }];
  const fields = new Map<string, unknown>(Object.entries(rule));
  const kind = fields.get('kind');
  const problems = checkCommon(fields, at, seen);
  if (!isKind(kind)) {
    const got = typeof kind === 'string' ? `"${kind}"${didYouMean(kind, KINDS)}` : describe(kind);
    return [...problems, { option: `${at}.kind`, message: `must be one of ${KINDS.join(', ')}, got ${got}` }];
  }
  return [...problems, ...CHECKS[kind](fields, at)];
}

type Fields = ReadonlyMap<string, unknown>;

const CHECKS: Readonly<Record<Rule['kind'], (fields: Fields, at: string) => Problem[]>> = {
  key: checkKeyRule,
  value: checkValueRule,
  code: checkCodeRule,
  reader: (fields, at) => requireText(fields, at, 'reader'),
  path: (fields, at) => {
    const message = pathProblem(fields.get('path'));
    return message === undefined ? [] : [{ option: `${at}.path`, message }];
  },
};
const KINDS = Object.keys(CHECKS);

function isKind(kind: unknown): kind is Rule['kind'] {
  return typeof kind === 'string' && Object.hasOwn(CHECKS, kind);
}

const CENSORS = ['marker', 'mask', 'pseudonym', 'remove'];
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'];

function checkCommon(fields: Fields, at: string, seen: Set<string>): Problem[] {
  const problems: Problem[] = [];
  const id = fields.get('id');
  // The id stands in markers, which must need no escaping and be found by no rule.
  if (typeof id !== 'string' || !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id) || id.length > 64) {
    const got = typeof id === 'string' ? JSON.stringify(id.slice(0, 64)) : describe(id);
    problems.push({ option: `${at}.id`, message: `must be kebab-case like "staff-number", got ${got}` });
  } else if (seen.has(id)) problems.push({ option: `${at}.id`, message: `is used by another rule: "${id}"` });
  else seen.add(id);
  problems.push(...requireText(fields, at, 'pack'));
  problems.push(...requireOneOf(fields.get('severity'), SEVERITIES, `${at}.severity`));
  if (fields.get('censor') !== undefined) problems.push(...requireOneOf(fields.get('censor'), CENSORS, `${at}.censor`));
  return problems;
}

function requireText(fields: Fields, at: string, name: string): Problem[] {
  const value = fields.get(name);
  if (typeof value === 'string' && value !== '') return [];
  return [{ option: `${at}.${name}`, message: `must be a word, got ${describe(value)}` }];
}

function requireOneOf(value: unknown, choices: readonly string[], option: string): Problem[] {
  if (typeof value === 'string' && choices.includes(value)) return [];
  const got = typeof value === 'string' ? `"${value}"${didYouMean(value, choices)}` : describe(value);
  return [{ option, message: `must be one of ${choices.join(', ')}, got ${got}` }];
}

function checkKeyRule(fields: Fields, at: string): Problem[] {
  const names = fields.get('names');
  const isFine =
    Array.isArray(names) &&
    names.length > 0 &&
    names.every((name) => typeof name === 'string' && /[\p{L}\p{N}]/u.test(name));
  return isFine ? [] : [{ option: `${at}.names`, message: `must be an array of names, got ${describe(names)}` }];
}

function checkCodeRule(fields: Fields, at: string): Problem[] {
  const problems: Problem[] = [];
  const isForm = (form: unknown): boolean => typeof form === 'string' && /^[9A*][9A* ./+-]{3,30}[9A*]$/.test(form);
  for (const name of ['forms', 'namedForms']) {
    const forms = fields.get(name);
    if (Array.isArray(forms) && forms.every(isForm)) continue;
    const message = 'must be an array of 5 to 32 characters each: 9 for a digit, A for a letter, signs between them';
    problems.push({ option: `${at}.${name}`, message });
  }
  const [words, validate] = [fields.get('words'), fields.get('validate')];
  if (!Array.isArray(words) || !words.every((word) => typeof word === 'string' && word !== '')) {
    problems.push({ option: `${at}.words`, message: 'must be an array of words, none of them empty' });
  }
  if (typeof fields.get('alone') !== 'boolean') {
    problems.push({ option: `${at}.alone`, message: `must be true or false, got ${describe(fields.get('alone'))}` });
  }
  if (validate !== undefined && typeof validate !== 'function') {
    problems.push({ option: `${at}.validate`, message: `must be a function, got ${describe(validate)}` });
  }
  return problems;
}

function checkValueRule(fields: Fields, at: string): Problem[] {
  const problems: Problem[] = [];
  const [pattern, anchors, validate] = [fields.get('pattern'), fields.get('anchors'), fields.get('validate')];
  const isAnchor = (anchor: unknown): boolean => typeof anchor === 'string' && /^[\u0020-\u007e]{3,}$/.test(anchor);
  if (!Array.isArray(anchors) || !anchors.every(isAnchor)) {
    problems.push({
      option: `${at}.anchors`,
      message: 'must be an array of ASCII literals of three characters or more',
    });
  }
  if (validate !== undefined && typeof validate !== 'function') {
    problems.push({ option: `${at}.validate`, message: `must be a function, got ${describe(validate)}` });
  }
  if (!(pattern instanceof RegExp)) {
    problems.push({ option: `${at}.pattern`, message: `must be a regular expression, got ${describe(pattern)}` });
    return problems;
  }
  if (matchesNothing(pattern)) problems.push({ option: `${at}.pattern`, message: 'must not match an empty text' });
  const message = patternProblem(pattern);
  if (message !== undefined) problems.push({ option: `${at}.pattern`, message });
  return problems;
}

function matchesNothing(pattern: RegExp): boolean {
  return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test('');
}
