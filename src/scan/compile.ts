import { ordinaryWords } from '../rules/credentials/words.ts';
import type { CodeRule, KeyRule, ReaderRule, Rule, ValueRule } from '../rules/rule.ts';
import type { Anchor } from './candidates.ts';
import type { FinderKinds } from './pair-table.ts';

/** What to do at an anchor. */
export type Action =
  | { readonly kind: 'name' }
  | { readonly kind: 'values'; readonly rules: ValueRule[] }
  | { readonly kind: 'user-info'; readonly skip: number }
  | { readonly kind: 'pem' }
  | { readonly kind: 'base64' }
  | { readonly kind: 'escaped-unit' }
  | { readonly kind: 'escaped-slash' };

/** A rule without an anchor, and its expression made to be searched for from end to end. */
export interface SearchedRule {
  readonly rule: ValueRule;
  readonly search: RegExp;
}

/** Rules sorted by how they are found. */
export interface CompiledRules {
  readonly anchors: readonly Anchor[];
  /** By anchor id. */
  readonly actions: readonly Action[];
  readonly keys: readonly KeyRule[];
  /** Rules without an anchor: searched for in every text. */
  readonly everywhere: readonly SearchedRule[];
  /** Numbers told by how they are written: words with a digit are looked at for them. */
  readonly codes: readonly CodeRule[];
  readonly readers: Readonly<Partial<Record<ReaderRule['reader'], ReaderRule>>>;
  readonly kinds: FinderKinds;
}

/** JSON objects and arrays in base64 begin with one of these, and base64 of a JWT with the last two. */
const BASE64_HEADS = ['eyJ', 'eyA', 'ewo', 'ew0', 'eyc', 'W3s', 'WyJ', 'ZXlK', 'ZXlB'];
/** `://`, and as PHP's `json_encode` writes it. */
const URL_SIGNS = ['://', ':\\/\\/'];

/** In every `:\/\/`, however often a URL was escaped on its way. */
const ESCAPED_SLASHES = '\\/\\';

/** `\\u0070`: ASCII, full-width forms, look-alikes, other digits, blanks and mathematical letters. */
const UNIT_ESCAPES = [
  '\\u00',
  '\\u01',
  '\\u02',
  '\\u03',
  '\\u04',
  '\\u06',
  '\\u09',
  '\\u20',
  '\\uff',
  '\\u30',
  '\\ud83',
];

/** Rule lists compiled last: children, and lint beside its redactor, ask for the same ones again. */
const recent: { readonly rules: readonly Rule[]; readonly compiled: CompiledRules }[] = [];
const MAX_RECENT = 4;

/** Sorts rules and collects the literals the finder has to look for. The same rules give the same object. */
export function compileRules(rules: readonly Rule[]): CompiledRules {
  const known = recent.find(
    (one) => one.rules.length === rules.length && one.rules.every((rule, index) => rule === rules[index]),
  );
  if (known !== undefined) return known.compiled;
  const compiled = compile(rules);
  recent.unshift({ rules: [...rules], compiled });
  recent.length = Math.min(recent.length, MAX_RECENT);
  return compiled;
}

function compile(rules: readonly Rule[]): CompiledRules {
  const anchors = new AnchorTable();
  const keys: KeyRule[] = [];
  const everywhere: SearchedRule[] = [];
  const codes: CodeRule[] = [];
  const readers: Partial<Record<ReaderRule['reader'], ReaderRule>> = {};
  for (const rule of rules) {
    if (rule.kind === 'key') keys.push(rule);
    else if (rule.kind === 'code') codes.push(rule);
    else if (rule.kind === 'reader') readers[rule.reader] = rule;
    else if (rule.kind === 'value' && rule.anchors.length === 0) everywhere.push(searching(rule));
    else if (rule.kind === 'value') for (const anchor of rule.anchors) anchors.addValue(anchor, rule);
  }
  for (const { literal, ...only } of nameAnchors(keys)) anchors.add(literal, true, { kind: 'name' }, only);
  if (readers['url-userinfo'] ?? readers['connection-string'])
    for (const sign of URL_SIGNS) anchors.add(sign, false, { kind: 'user-info', skip: sign.length });
  for (const start of UNIT_ESCAPES) anchors.add(start, true, { kind: 'escaped-unit' });
  anchors.add(ESCAPED_SLASHES, false, { kind: 'escaped-slash' });
  if (readers.pem) anchors.add('-----BEGIN ', false, { kind: 'pem' });
  if (keys.length > 0 || readers.jwt) for (const head of BASE64_HEADS) anchors.add(head, false, { kind: 'base64' });
  const kinds: FinderKinds = {
    digits: readers.card !== undefined || readers.ssn !== undefined,
    at: readers.email !== undefined,
    plus: readers.phone !== undefined,
    iban: readers.iban !== undefined,
  };
  return { anchors: anchors.list, actions: anchors.actions, keys, everywhere, codes, readers, kinds };
}

class AnchorTable {
  readonly list: Anchor[] = [];
  readonly actions: Action[] = [];
  private readonly byLiteral = new Map<string, ValueRule[]>();

  add(
    literal: string,
    caseless: boolean,
    action: Action,
    only: Pick<Anchor, 'wholeWord' | 'beforeSign' | 'lead'> = {},
  ): void {
    this.list.push({ literal, caseless, id: this.actions.length, ...only });
    this.actions.push(action);
  }

  addValue(literal: string, rule: ValueRule): void {
    const caseless = rule.caseless === true;
    const key = `${caseless}${literal}`;
    const same = this.byLiteral.get(key);
    if (same !== undefined) {
      same.push(sticky(rule));
      return;
    }
    const rules = [sticky(rule)];
    this.byLiteral.set(key, rules);
    this.add(literal, caseless, { kind: 'values', rules });
  }
}

type NameAnchor = Pick<Anchor, 'literal' | 'wholeWord' | 'beforeSign' | 'lead'>;

/** Literals one of which stands in every spelling of every name. */
function nameAnchors(keys: readonly KeyRule[]): NameAnchor[] {
  const names = keys.flatMap((rule) => rule.names);
  const single = new Set(names.filter((name) => !name.includes(' ') && name.length > 2));
  const strong = [...single].filter(standsForLonger);
  const pairs = new Map<string, NameAnchor>();
  for (const name of names) {
    const words = name.split(' ');
    if (words.length < 2 || words.some((word) => strong.some((stem) => word.includes(stem)))) continue;
    for (const anchor of pairAnchors(words.at(-2) ?? '', words.at(-1) ?? '')) pairs.set(anchor.literal, anchor);
  }
  const tiny = names
    .filter((name) => name.length === 2)
    .flatMap((name) => SIGNS.map((sign) => ({ literal: name + sign })));
  return [...[...withoutLonger(single)].map(singleAnchor), ...pairs.values(), ...tiny];
}

/** What may follow a name of two letters, which is too short to be looked for alone. */
const SIGNS = ['"', "'", '=', ':', '\\', ' ='];

function singleAnchor(literal: string): NameAnchor {
  return { literal, wholeWord: literal.length <= SHORT_NAME, beforeSign: ordinaryWords.has(literal) };
}

/** The last two words of a name, joined in every way there is: `apiKey`, `api_key`, `API key`. */
function pairAnchors(first: string, last: string): NameAnchor[] {
  return JOINERS.map((joiner) => ({ literal: first + joiner + last, lead: first.length + joiner.length })).filter(
    ({ literal }) => literal.length > 2,
  );
}

const JOINERS = ['', '_', '-', ' ', '.'];

/** A pattern is tried at its place and nowhere else, whatever flags its author gave it. */
function sticky(rule: ValueRule): ValueRule {
  if (rule.pattern.sticky && !rule.pattern.global) return rule;
  return { ...rule, pattern: new RegExp(rule.pattern.source, `${rule.pattern.flags.replace(/[gy]/g, '')}y`) };
}

/** The rule itself goes into hits, for censors are chosen by it. */
function searching(rule: ValueRule): SearchedRule {
  return { rule, search: new RegExp(rule.pattern.source, `${rule.pattern.flags.replace(/[gy]/g, '')}g`) };
}

/** A name this short stands in too many other words ("pin" in "shipping") unless it ends there. */
const SHORT_NAME = 3;

/** Found wherever it is part of something longer; short and ordinary words are not. */
function standsForLonger(name: string): boolean {
  return name.length > SHORT_NAME && !ordinaryWords.has(name);
}

/** An anchor that contains another one finds nothing more. */
function withoutLonger(literals: ReadonlySet<string>): Set<string> {
  const shorter = [...literals].filter(standsForLonger);
  return new Set(
    [...literals].filter((literal) => !shorter.some((other) => other !== literal && literal.includes(other))),
  );
}
