import { BACKSLASH, CLOSE_PAREN, COLON, COMMA, classOf, DASH, DIGIT, DOUBLE_QUOTE, LESS, QUOTE } from './chars.ts';
import type { Hit } from './finding.ts';
import type { Span } from './headers.ts';
import { readKey } from './key-reader.ts';
import { isInArray } from './listed.ts';
import { hideMember, isWhole } from './member.ts';
import type { MemberName } from './member-name.ts';
import { SOFT_HYPHEN } from './probes.ts';
import { type Engine, find, type Run, visitCandidate } from './scan-text.ts';
import { staysInside } from './stays-in-string.ts';

/** A member of which the value is loaded, with as much of its name as is needed. */
export interface Member {
  readonly name: MemberName;
  readonly text: string;
  /** Of its JSON, quotes included. */
  readonly length: number;
}

/** False when a reader might look beyond the value. */
export function readAlone(engine: Engine, run: Run, { name, text, length }: Member): boolean {
  const { source, hits, candidates } = run;
  const from = name.lead.length;
  const end = from + length - 1;
  const isEscaped = length !== text.length + 2;
  if (name.decision !== undefined) {
    // A soft hyphen is no part of a value to the reader of a line.
    if (isEscaped || text.includes('\u00ad')) return false;
    source.text = source.bytes.latin1Slice(0, source.length);
    hideMember(run, name.decision, { start: from + 1, end });
  }
  // What a name hides to the end of its value leaves nothing to be found behind it.
  const last = hits.at(-1);
  const whole = source.length;
  if (last?.end === end) source.length = last.start;
  if (candidates.count === 0) find(engine, run);
  source.length = whole;
  if (candidates.count === 0) return true;
  if (name.decision === undefined) source.text = source.bytes.latin1Slice(0, source.length);
  if (!visitValue(engine, run, { start: from + 1, end })) return false;
  for (const hit of hits) {
    if (hit.start <= from || hit.end > end || hit.quoting !== -1) return false;
    if (isEscaped && dependsOnPlace(source.bytes, hit)) return false;
  }
  return true;
}

/** Behind an escape, half of one, or a number that may stand bare in a document in the text. */
function dependsOnPlace(bytes: Uint8Array, { start, end }: Hit): boolean {
  const isNumber = bytes[start] === DASH || ((classOf[bytes[start] as number] as number) & DIGIT) !== 0;
  return (
    bytes[start - 1] === BACKSLASH || bytes[end - 1] === BACKSLASH || (isNumber && bytes[start - 1] !== DOUBLE_QUOTE)
  );
}

/** False at the first candidate whose reader might look beyond the value. */
function visitValue(engine: Engine, run: Run, span: Span): boolean {
  const { candidates } = run;
  for (let index = 0; index < candidates.count; index++) {
    const at = candidates.at[index] ?? 0;
    if (at < span.start - 1) continue;
    const id = candidates.ids[index] ?? 0;
    if (id === SOFT_HYPHEN) return false;
    const action = id < 0 ? undefined : engine.rules.actions[id];
    if (action?.kind === 'name') {
      if (!readName(run, at, span)) return false;
    } else if (action !== undefined && !staysInside(action)) return false;
    else visitCandidate(engine, run, id, at);
  }
  return true;
}

/** False when the name means something that its own text does not settle: `token=x` does, and `token expired`. */
function readName(run: Run, at: number, span: Span): boolean {
  const before = run.hits.length;
  if (!readKey(run, at)) return true;
  const { place, hits, source } = run;
  const { bytes } = source;
  const rule = hits.length > before ? hits.at(-1)?.rule : undefined;
  // Headers go on to the end of their line, columns of SQL have their values elsewhere.
  if (rule?.kind === 'key' && !isWhole(rule)) return false;
  const next = bytes[place.end];
  if (next === COMMA || next === CLOSE_PAREN) return false;
  if (place.notation === 'colon') return true;
  if (place.notation === 'equals') return !PARAMETER_STARTS.has(bytes[place.valueAt] ?? 0);
  // `{"value":"x","name":"password"}`, `["--token","x"]`: a name in quotes may belong to another text.
  if (place.nameQuote >= 0 && isQuoted(bytes, place.start)) return false;
  if (place.notation === 'none') return !isTag(bytes[place.start - 1]) && place.end < span.end;
  // `"invalid token","x"`: what stands before it says that the next text is not its value.
  if (place.notation === 'pair') return place.end === span.end && !isInArray(run);
  return rule !== undefined;
}

/** `"--token"`: nothing but dashes stands between a quote and the name. */
function isQuoted(bytes: Uint8Array, start: number): boolean {
  let at = start;
  while (bytes[at - 1] === DASH) at--;
  return ((classOf[bytes[at - 1] ?? 0] ?? 0) & QUOTE) !== 0;
}

/** `<name`, `<ns:name`: the end of such a tag is looked for further on. */
function isTag(byte: number | undefined): boolean {
  return byte === LESS || byte === COLON;
}

/** `token = $1`, `token = ?`, `token = %s`: the value is in a list somewhere. */
const PARAMETER_STARTS: ReadonlySet<number> = new Set(Buffer.from('$?%"\'\\'));
