import type { KeyRule } from '../rules/rule.ts';
import { BACKSLASH, COLON, classOf, DOUBLE_QUOTE, NAME } from './chars.ts';
import { hasForm } from './forms.ts';
import { hideAuthorization, hideCookies } from './headers.ts';
import { isMask } from './masks.ts';
import { hide, type ScanState } from './state.ts';

/** Names longer than this are not names. */
const MAX_NAME = 96;
/** A doubtful value is judged by this much of it. */
const MAX_JUDGED = 512;

/**
 * The commonest notation by far, read in one go: `"name":"value"` without a backslash. False leaves everything as it
 * was for the general reader. It finds nothing that reader would not; it only spares most of its questions
 * (`bench/scan.mjs`).
 */
export function readMember(state: ScanState, at: number): boolean {
  const { bytes, text } = state.source;
  let end = at;
  while (end < at + MAX_NAME && ((classOf[bytes[end] as number] as number) & NAME) !== 0) end++;
  // The casts hold: eight zeros stand behind the text, and `start` stays above zero.
  if (bytes[end] !== DOUBLE_QUOTE || bytes[end + 1] !== COLON || bytes[end + 2] !== DOUBLE_QUOTE) return false;
  let start = at;
  while (start > 0 && start > at - MAX_NAME && ((classOf[bytes[start - 1] as number] as number) & NAME) !== 0) start--;
  if (start === 0 || bytes[start - 1] !== DOUBLE_QUOTE || end - start > MAX_NAME) return false;
  const decision = state.names.decide(text.slice(start, end));
  if (decision === undefined) {
    state.nameEnd = end;
    return true;
  }
  const from = end + 3;
  const close = text.indexOf('"', from);
  if (close < 0 || (close > from && bytes[close - 1] === BACKSLASH)) return false;
  state.nameEnd = end;
  state.steps += 16;
  const { rule, form } = decision;
  const shape = rule.shape ?? 'plain';
  if (shape === 'plain' || shape === 'words') hidePlain(state, rule, form, { start: from, end: close });
  else if (shape === 'authorization') hideAuthorization(state, rule, { start: from, end: close }, true);
  else if (shape !== 'url') hideCookies(state, rule, { start: from, end: close }, shape === 'set-cookie');
  return true;
}

function hidePlain(
  state: ScanState,
  rule: KeyRule,
  form: NonNullable<KeyRule['form']>,
  span: { start: number; end: number },
): void {
  const value = state.source.text.slice(span.start, Math.min(span.end, span.start + MAX_JUDGED));
  if (!isMask(value) && hasForm(form, value)) hide(state, rule, span);
}
