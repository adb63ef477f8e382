import { CLOSE_PAREN, COMMA, OPEN_PAREN, SINGLE_QUOTE } from './chars.ts';
import { hideNamed } from './named-value.ts';
import type { NameDecision } from './names.ts';
import { countBackslashes } from './separator.ts';
import { leaveGap, type ScanState } from './state.ts';
import { readValue } from './values.ts';

/** Columns, rows and bound parameters are looked for no further than this. */
const MAX_COLUMNS = 400;
const MAX_ROWS = 50;
const VALUES = /\)\s{0,8}values\s{0,8}\(/iy;
const PARAMETERS = /(?:param(?:eter)?s?|values|bindings?|binds|args?|arguments)\\*["']?\s{0,3}[:=]?\s{0,3}\\*["']?\[/gi;
const BOUND = /^\\*["']?(?:\$(\d{1,3})|\?|%s)/;

/** `INSERT INTO users (email, password) VALUES ('x', 'y')` and `token = $1 … params: ["x"]`. */
export function readSqlValue(state: ScanState, decision: NameDecision): boolean {
  const { source, place } = state;
  if (place.notation === 'equals') return readBound(state, decision);
  if (place.notation !== 'none') return false;
  const after = source.bytes[place.end];
  if (after !== COMMA && after !== CLOSE_PAREN) return false;
  return readInsert(state, decision);
}

function readInsert(state: ScanState, decision: NameDecision): boolean {
  const { source, place } = state;
  const { bytes } = source;
  let column = 0;
  let at = place.start;
  const first = Math.max(0, place.start - MAX_COLUMNS);
  while (at > first && bytes[at] !== OPEN_PAREN) if (bytes[at--] === COMMA) column++;
  if (bytes[at] !== OPEN_PAREN) return false;
  const close = source.text.indexOf(')', place.end);
  state.steps += MAX_COLUMNS;
  if (close < 0 || close > place.end + MAX_COLUMNS) return false;
  VALUES.lastIndex = close;
  if (!VALUES.test(source.text)) return false;
  let row = VALUES.lastIndex;
  for (let count = 0; count < MAX_ROWS && row > 0; count++) row = hideColumn(state, decision, { row, column });
  return true;
}

/** Hides one column of the row that begins at `row`; returns where the next row begins, or 0. */
function hideColumn(state: ScanState, decision: NameDecision, where: { row: number; column: number }): number {
  const { source, place } = state;
  let at = where.row;
  for (let column = 0; at < source.length; column++) {
    while (source.bytes[at] === 32) at++;
    if (column === where.column) {
      place.valueAt = at;
      place.spaced = false;
      hideAhead(state, decision);
    }
    at = endOfItem(state, at);
    if (source.bytes[at] !== COMMA) break;
    at++;
  }
  const next = /^\)\s{0,4},\s{0,4}\(/.exec(source.text.slice(at, at + 12));
  return next === null ? 0 : at + next[0].length;
}

/** The end of one literal of a row or an array. */
function endOfItem({ source, value }: ScanState, from: number): number {
  let at = from;
  while (source.bytes[at] === 92) at++;
  if (source.bytes[at] === SINGLE_QUOTE || source.bytes[at] === 34) {
    value.quote = -1;
    readValue(source, from, value, source.length);
    return Math.min(source.length, value.end + value.quote + 1);
  }
  while (
    at < source.length &&
    source.bytes[at] !== COMMA &&
    source.bytes[at] !== CLOSE_PAREN &&
    source.bytes[at] !== 93
  )
    at++;
  return at;
}

/** `WHERE token = $1 -- params: ["x"]`: the parameter of that number. */
function readBound(state: ScanState, decision: NameDecision): boolean {
  const { source, place } = state;
  if (!mayBeBound(source.bytes, place.valueAt)) return false;
  const bound = BOUND.exec(source.text.slice(place.valueAt, place.valueAt + 8));
  if (bound === null) return false;
  PARAMETERS.lastIndex = place.valueAt;
  const list = PARAMETERS.exec(source.text.slice(0, place.valueAt + 4096));
  if (list === null) return true;
  const index = bound[1] === undefined ? countMarks(state) : Number(bound[1]) - 1;
  let at = list.index + list[0].length;
  for (let item = 0; item < index && at < source.length; item++) {
    at = endOfItem(state, at);
    if (source.bytes[at] !== COMMA) return true;
    at++;
  }
  while (source.bytes[at] === 32) at++;
  place.valueAt = at;
  hideAhead(state, decision);
  return true;
}

function hideAhead(state: ScanState, decision: NameDecision): void {
  const { coveredTo, place } = state;
  const { valueAt } = place;
  hideNamed(state, decision);
  leaveGap(state, coveredTo, valueAt);
}

/** `$1`, `?`, `%s`, quoted or not. */
function mayBeBound(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at + countBackslashes(bytes, at)];
  return byte === 36 || byte === 63 || byte === 37 || byte === SINGLE_QUOTE || byte === 34;
}

/** How many `?` stand before this one in the statement. */
function countMarks({ source, place }: ScanState): number {
  const before = source.text.slice(Math.max(0, place.valueAt - MAX_COLUMNS), place.valueAt);
  return before.split('?').length - 1;
}
