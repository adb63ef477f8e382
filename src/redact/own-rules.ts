import type { KeyRule, PathRule, ValueRule } from '../rules/index.ts';

/** Pack of the rules that options make from `paths` and `keys`; its name can be used in `censors`. */
export const OWN_PACK = 'configured';
/** Pack of the rules made from `knownSecrets`. */
export const KNOWN_PACK = 'known';
/** Ids of the rules that options make. */
export const OWN_IDS: readonly string[] = ['configured-path', 'configured-key', 'known-secret'];

/** The rule behind an entry of `paths`. */
export function pathRule(path: string): PathRule {
  return {
    kind: 'path',
    path,
    id: 'configured-path',
    title: 'value at a configured path',
    why: 'The configuration names this place as one that must not be logged.',
    pack: OWN_PACK,
    severity: 'high',
    confidence: 'high',
    references: [],
  };
}

/** The rule behind `keys`. */
export function keyRule(names: readonly string[]): KeyRule {
  return {
    kind: 'key',
    names: names.map(wordsOf),
    id: 'configured-key',
    title: 'value under a configured name',
    why: 'The configuration names this key as one whose value must not be logged.',
    pack: OWN_PACK,
    severity: 'high',
    confidence: 'high',
    references: [],
  };
}

/** Any spelling of a name as rules write it: lower-case words, one space between. */
function wordsOf(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The rule behind one known secret, given the forms to look for. */
export function knownSecretRule(anchors: readonly string[], pattern: RegExp): ValueRule {
  return {
    kind: 'value',
    anchors,
    pattern,
    bounded: false,
    id: 'known-secret',
    title: 'known secret',
    why: 'The configuration names this very value as a secret of the service.',
    pack: KNOWN_PACK,
    severity: 'critical',
    confidence: 'high',
    references: [],
  };
}
