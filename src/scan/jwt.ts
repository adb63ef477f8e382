import type { Rule } from '../rules/rule.ts';
import { DOT } from './chars.ts';
import { startsWord } from './source.ts';
import { hideValue, type ScanState } from './state.ts';

/** Three parts (JWS, RFC 7515), five (JWE, RFC 7516); bounded at what a 64 KB header could never hold. */
const TOKEN = /ey[A-Za-z0-9_-]{8,4000}(?:\.[A-Za-z0-9_-]{0,32000}={0,2}){1,4}/y;

/** At `eyJ`: a JSON Web Token. Truncated ones count: the claims are in the second part. */
export function readJwt(state: ScanState, rule: Rule, at: number): boolean {
  if (!startsWord(state.source, at)) return false;
  TOKEN.lastIndex = at;
  const token = TOKEN.exec(state.source.text)?.[0];
  state.steps += token?.length ?? 8;
  if (token === undefined || (token.split('.')[1]?.length ?? 0) < 4) return false;
  const end = at + token.replace(/\.+$/, '').length;
  hideValue(state, rule, at, end);
  state.base64End = Math.max(state.base64End, end);
  // `sk.eyJ…`: the anchor of a longer token may be told after this one.
  if (state.source.bytes[at - 1] !== DOT && end > state.coveredTo) state.coveredTo = end;
  return true;
}
