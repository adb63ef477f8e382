import type { KeyRule } from '../rules/rule.ts';
import { BACKSLASH, COLON, classOf, DOUBLE_QUOTE, NAME } from './chars.ts';
import { hasForm } from './forms.ts';
import { hideAuthorization, hideCookies } from './headers.ts';
import { isMask } from './masks.ts';
import type { NameDecision } from './names.ts';
import { hide, type ScanState } from './state.ts';

/** Names longer than this are not names. */
const MAX_NAME = 96;
/** A value is judged by this much of it. */
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
  hideMember(state, decision, { start: from, end: close });
  return true;
}

/** Hides what stands between the quotes of a member, as its name asks for. */
export function hideMember(state: ScanState, decision: NameDecision, span: { start: number; end: number }): void {
  const { rule } = decision;
  if (isWhole(rule)) {
    const end = Math.min(span.end, span.start + MAX_JUDGED);
    if (hidesWhole(decision, state.source.text.slice(span.start, end))) hide(state, rule, span);
  } else if (rule.shape === 'authorization') hideAuthorization(state, rule, span, true);
  else if (rule.shape !== 'url') hideCookies(state, rule, span, rule.shape === 'set-cookie');
}

/** The value of such a name is hidden whole or not at all. */
export function isWhole({ shape = 'plain' }: KeyRule): boolean {
  return shape === 'plain' || shape === 'words';
}

/** Whether a name hides this text, of which the first {@link MAX_JUDGED} characters are enough. */
function hidesWhole({ form }: NameDecision, value: string): boolean {
  return !isMask(value) && hasForm(form, value);
}
