import type { ValueRule } from '../rules/rule.ts';
import type { Action } from './compile.ts';

/** No rule of the action finds anything that goes on beyond the text it begins in. */
export function staysInside(action: Action): boolean {
  if (action.kind === 'values') return action.rules.every(staysInString);
  return action.kind === 'user-info' || action.kind === 'base64';
}

/**
 * True when no match of the rule goes on beyond the end of the JSON string it begins in: no part of its expression takes
 * a double quote, or only where something follows that does not follow a closing quote.
 */
function staysInString(rule: ValueRule): boolean {
  const known = judged.get(rule);
  if (known !== undefined) return known;
  const { source, flags } = rule.pattern;
  const parts = (source.match(PART) ?? []).map((text) => ({ text, flags: flags.replace(/[gy]/g, '') }));
  const stays = parts.every((part, index) => !takes(part, '"') || isOpening(parts, index));
  judged.set(rule, stays);
  return stays;
}

const judged: WeakMap<ValueRule, boolean> = new WeakMap();

interface Part {
  readonly text: string;
  readonly flags: string;
}

/** Parts of an expression (ECMA-262, section 22.2.1): heads of groups, escapes, classes, counts and characters. */
const PART =
  /\((?:\?(?:<?[=!]|:|<\w+>))?|\\(?:u\{[0-9a-f]+\}|u[0-9a-f]{4}|x[0-9a-f]{2}|p\{[^}]+\}|k<\w+>|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|\{\d+(?:,\d*)?\}|[\s\S]/gi;
/** What stands for no character: groups, counts, alternatives, borders and what an earlier group held. */
const SYNTAX = /^(?:\(.*|[)|*+?^$]|\{\d.*\}|\\[bBk1-9].*)$/;

function takes({ text, flags }: Part, characters: string): boolean {
  if (SYNTAX.test(text)) return false;
  try {
    return [...characters].some((one) => new RegExp(`^${text}$`, flags).test(one));
  } catch {
    // Some notation of which nothing is known here.
    return true;
  }
}

/** `["']?(?<secret>\w{8,80})`: the quote before a value, which no comma, colon, bracket or blank can be. */
function isOpening(parts: readonly Part[], index: number): boolean {
  const rest = parts.slice(index + 1);
  if (rest.some(({ text }) => text === '|')) return false;
  const next = rest.findIndex(({ text }) => !/^(?:\((?:\?<\w+>|\?:)?|\?)$/.test(text));
  const value = rest[next];
  const count = rest[next + 1]?.text ?? '';
  return value !== undefined && !SYNTAX.test(value.text) && !/^(?:[?*]|\{0)/.test(count) && !takes(value, AFTER_STRING);
}

const AFTER_STRING = ',:}] \t\n\r';
