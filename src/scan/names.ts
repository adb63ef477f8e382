import type { KeyRule } from '../rules/rule.ts';
import { ownCopy } from './own-copy.ts';

/** What a name says about its value. `doubtful`: only a value of the form may be hidden. */
export interface NameDecision {
  readonly rule: KeyRule;
  readonly form: NonNullable<KeyRule['form']>;
  /** The words of the name that matched, which an allow entry may name. */
  readonly name: string;
}

/** Decides about names; remembers what it decided. */
export interface NameIndex {
  /** The decision for a name as written, or undefined when it is not sensitive. */
  decide(name: string): NameDecision | undefined;
}

/** Word lists that shape the decision, as data: see `rules/credentials/words.ts`. */
export interface NameWords {
  /** After the matched words: the value is about the secret, not the secret (`tokenCount`, `password_reset_at`). */
  readonly benignSuffixes: ReadonlySet<string>;
  /** After the matched words: still the secret itself (`tokenValue`, `password_hash`). */
  readonly neutralSuffixes: ReadonlySet<string>;
  /** Before the matched words: not a secret at all (`nextToken`, `hasPassword`). */
  readonly benignPrefixes: ReadonlySet<string>;
  /** Before a bare `key`: a key into data rather than a credential (`partitionKey`, `S3Key`). */
  readonly benignKeyPrefixes: ReadonlySet<string>;
  /** Stems that are sensitive at the end of any run-together word (`authtoken`, `dbpassword`). */
  readonly stems: readonly string[];
}

/** Longest name looked at, and how many different ones are remembered (about 1 MB at the worst). */
const MAX_NAME = 96;
const MAX_REMEMBERED = 4096;
/** No rule names more words in a row. */
const MAX_WORDS = 5;

/** Remembered for a name that is not sensitive: one look-up instead of two. */
const NO_DECISION = 0;

/** Builds the index. Names match as sequences of words however they are joined; never as mere substrings. */
export function createNameIndex(
  rules: readonly KeyRule[],
  words: NameWords,
  allowed: readonly string[] = [],
): NameIndex {
  const byCompact = new Map<string, { rule: KeyRule; name: string }>();
  for (const rule of rules) {
    for (const name of rule.names) {
      const compact = name.replaceAll(' ', '');
      if (!byCompact.has(compact)) byCompact.set(compact, { rule, name });
    }
  }
  const allow = new Set(allowed.map((name) => splitName(name).join('')));
  const remembered = new Map<string, NameDecision | typeof NO_DECISION>();
  const context = { byCompact, words };
  return {
    decide(name) {
      const known = remembered.get(name);
      if (known !== undefined) return known === NO_DECISION ? undefined : known;
      const decision = name.length > MAX_NAME ? undefined : decideName(name, allow, context);
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(ownCopy(name), decision ?? NO_DECISION);
      return decision;
    },
  };
}

/** The last part of a dotted name decides (`process.env.API_KEY`), the whole name when that says nothing. */
function decideName(name: string, allow: ReadonlySet<string>, context: Context): NameDecision | undefined {
  const parts = splitName(name);
  const lastPart = splitName(name.slice(name.lastIndexOf('.') + 1));
  if (allow.has(parts.join('')) || allow.has(lastPart.join(''))) return undefined;
  return decideWords(lastPart, context) ?? decideWords(parts, context);
}

/** Splits a name into lower-case words: camelCase, snake, kebab, dots, blanks, and letters from digits. */
function splitName(name: string): string[] {
  return (
    name
      .normalize('NFKC')
      // `XMLHttp` is two words, `userID2` three.
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
      .replace(/([A-Za-z])(\d)/g, '$1 $2')
      .replace(/(\d)([A-Za-z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]/u)
      .filter((word) => word !== '')
  );
}

interface Context {
  readonly byCompact: ReadonlyMap<string, { rule: KeyRule; name: string }>;
  readonly words: NameWords;
}

/** The match nearest the end decides, the longest one there: a name's last noun says what it holds. */
function decideWords(parts: readonly string[], context: Context): NameDecision | undefined {
  for (let end = parts.length; end > 0; end--) {
    for (let start = Math.max(0, end - MAX_WORDS); start < end; start++) {
      const found = lookUp(parts.slice(start, end), context);
      if (found === undefined) continue;
      const form = formOf(found.rule, { before: parts.slice(0, start), after: parts.slice(end), context });
      return form === undefined ? undefined : { rule: found.rule, form, name: found.name };
    }
  }
  return undefined;
}

function lookUp(
  words: readonly string[],
  { byCompact, words: lists }: Context,
): { rule: KeyRule; name: string } | undefined {
  const compact = words.join('');
  const exact = byCompact.get(compact) ?? (compact.endsWith('s') ? byCompact.get(compact.slice(0, -1)) : undefined);
  if (exact !== undefined) return exact;
  if (words.length > 1) return undefined;
  const stem = lists.stems.find((candidate) => compact.endsWith(candidate) || compact.endsWith(`${candidate}s`));
  return stem === undefined ? undefined : byCompact.get(stem);
}

interface Surroundings {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly context: Context;
}

/** How sure the name makes us; undefined when its other words say that it is no secret. */
function formOf(rule: KeyRule, { before, after, context }: Surroundings): NameDecision['form'] | undefined {
  const { benignKeyPrefixes, benignPrefixes, benignSuffixes, neutralSuffixes } = context.words;
  // A number before the noun belongs to the word before it: `S3Key`.
  const previous = before.findLast((word) => !/^\d+$/.test(word));
  if (previous !== undefined && benignPrefixes.has(previous)) return undefined;
  if (previous !== undefined && rule.id === 'key' && benignKeyPrefixes.has(previous)) return undefined;
  if (before[0] === 'is' || before[0] === 'has') return undefined;
  const form = rule.form ?? 'any';
  const rest = after.filter((word) => !/^\d+$/.test(word));
  if (rest.some((word) => benignSuffixes.has(word))) return undefined;
  if (rest.every((word) => neutralSuffixes.has(word))) return form;
  // Words nobody listed, as in `tokenProvider` or `passwordField`: the value has to look the part.
  if (form !== 'any' && form !== 'secretish') return form;
  return rule.numbers === false ? 'tokenish' : 'mixed';
}
