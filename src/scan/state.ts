import type { Rule } from '../rules/rule.ts';
import type { Hit } from './finding.ts';
import type { NameIndex } from './names.ts';
import type { NamePlace } from './separator.ts';
import type { Source } from './source.ts';
import type { ValuePlace } from './values.ts';

/** What the readers share while one text is scanned. Reused from text to text, one for each depth of nesting. */
export interface ScanState {
  source: Source;
  /** Replaced by a new list when it is handed out. */
  hits: Hit[];
  readonly names: NameIndex;
  readonly place: NamePlace;
  readonly value: ValuePlace;
  /** Where the last name looked at ends: the anchors inside it are not looked at again. */
  nameEnd: number;
  /** Where the last hidden value ends: nothing inside is looked at again, which keeps the scan linear. */
  coveredTo: number;
  /** A value hidden further on than the text that was looked at so far: no name inside is looked at again. */
  readonly ahead: { from: number; to: number };
  /** The next END line of a key block, and the text it is in: each part of a text is searched for one once. */
  readonly tail: { text: string; at: number };
  /** Where the last run of base64 ends: each is decoded once. */
  base64End: number;
  /** Bytes and places looked at; tests count them to show that work grows linearly. */
  steps: number;
}

/** Empty places for a new state. */
export function createPlaces(): Pick<ScanState, 'place' | 'value' | 'ahead' | 'tail'> {
  return {
    ahead: { from: 0, to: 0 },
    tail: { text: '', at: 0 },
    place: { start: 0, end: 0, notation: 'none', valueAt: 0, nameQuote: -1, quoteByte: 0, spaced: false },
    value: { kind: 'none', start: 0, end: 0, quote: -1, cut: false },
  };
}

/** Records a finding under a name; an empty span is none. */
export function hide(state: ScanState, rule: Rule, span: { start: number; end: number; quoting?: number }): void {
  if (span.end <= span.start) return;
  state.hits.push({ rule, start: span.start, end: span.end, quoting: span.quoting ?? -1, named: true });
  if (span.end > state.coveredTo) state.coveredTo = span.end;
}

/**
 * After a value further on was hidden: what stands between the name and the value is still to be looked at, as the
 * address in `(email, password) VALUES ('jane@x.io', 'y')`.
 */
export function leaveGap(state: ScanState, coveredBefore: number, valueAt: number): void {
  if (state.coveredTo <= coveredBefore) return;
  state.ahead.from = valueAt;
  state.ahead.to = state.coveredTo;
  state.coveredTo = coveredBefore;
}

/** Records a finding of a value by its own form. */
export function hideValue(state: ScanState, rule: Rule, start: number, end: number): void {
  state.hits.push({ rule, start, end, quoting: -1, named: false });
}
