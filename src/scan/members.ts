import { BACKSLASH, CLOSE_BRACKET, classOf, OPEN_BRACE, OPEN_BRACKET, WORD } from './chars.ts';
import type { Hit } from './finding.ts';
import { mergeHits } from './hits.ts';
import { type Member, readAlone } from './lone-value.ts';
import { itemName, type MemberName, nameOf } from './member-name.ts';
import { createRecent, type Recent } from './recent.ts';
import { closeRun, type Engine, find, openRun, type Run } from './scan-text.ts';
import { loadMember } from './source.ts';

/** What was found in a text. */
export interface Reading {
  /** Offsets counted in the text as JSON, its quotes included. */
  readonly hits: readonly Hit[];
  /** A bit for each kind of sign: what stands next to what is hidden, and what the values under names are made of. */
  readonly edges: number;
  readonly signs: number;
  /** JSON writes the text with escapes; what is hidden then is a part of that. */
  readonly isEscaped: boolean;
  /** It will be asked for again, and with it what the caller has made of the text. */
  isKept: boolean;
  clean: string | undefined;
}

/**
 * Reads the members of a record one by one, before its line is put together. It answers only when the line could not
 * say anything else, and finds the same.
 */
export interface MemberReader {
  /** What a name says. The same for each record, so the caller keeps it. */
  name(key: string): MemberName;
  /** An item of an array. */
  readonly item: MemberName;
  /**
   * What is found in a text that is the member's value: undefined when what stands around the member could change the
   * answer.
   */
  read(name: MemberName, text: string): Reading | undefined;
  /** What is read of a text without findings that is the same as JSON. */
  readonly plain: Reading;
}

/** What one reader works with. */
interface Parts {
  readonly engine: Engine;
  readonly recent: Recent<Reading>;
}

export function createMemberReader(engine: Engine): MemberReader {
  const parts: Parts = { engine, recent: createRecent() };
  return {
    name: (key) => nameOf(engine, key),
    item: itemName(),
    read: (name, text) => readMember(parts, name, text),
    plain: PLAIN,
  };
}

const NOTHING: Reading = { hits: [], edges: 0, signs: 0, isEscaped: false, isKept: false, clean: undefined };
// Of one shape with all others, which V8 reads fastest, so they are not frozen.
const PLAIN: Reading = { ...NOTHING };
const ESCAPED: Reading = { ...NOTHING, isEscaped: true };

function readMember(parts: Parts, name: MemberName, text: string): Reading | undefined {
  if (!name.isClear) return undefined;
  const run = openRun(parts.engine);
  const length = loadMember(run.source, name.lead, text);
  const reading = length === 0 ? undefined : readLoaded(parts, run, { name, text, length });
  closeRun(parts.engine, run);
  return reading === PLAIN && length !== text.length + 2 ? ESCAPED : reading;
}

function readLoaded({ engine, recent }: Parts, run: Run, member: Member): Reading | undefined {
  const { name } = member;
  if (name.decision === undefined && !name.isDirty) {
    find(engine, run);
    if (run.candidates.count === 0) return PLAIN;
  }
  const isShort = run.source.bytes === run.source.room;
  const known = isShort ? recent.find(run.source, name) : undefined;
  if (known !== undefined) return known;
  if (!readAlone(engine, run, member)) return undefined;
  name.isDirty = run.hits.length > 0;
  if (!name.isDirty) return PLAIN;
  const reading = readingOf(run, member);
  if (reading !== undefined && isShort) reading.isKept = recent.offer(run.source, name, reading);
  return reading;
}

/** Undefined when something is hidden already, or an object printed as text: what stands around it judges that. */
function readingOf({ source: { bytes }, hits }: Run, { name, text, length }: Member): Reading | undefined {
  const { lead } = name;
  const end = lead.length + length;
  const merged = hits.length < 2 ? hits : mergeHits([...hits]);
  let edges = 0;
  let signs = 0;
  for (const hit of merged) {
    if (signsIn(bytes, hit.start - 1, hit.start + 1) & BRACKET || bytes[hit.end] === CLOSE_BRACKET) return undefined;
    if (hit.start > lead.length + 1) edges |= signsIn(bytes, hit.start - 1, hit.start);
    if (hit.end < end - 1) edges |= signsIn(bytes, hit.end, hit.end + 1);
    if (hit.named) signs |= signsIn(bytes, hit.start, hit.end);
    hit.start -= lead.length;
    hit.end -= lead.length;
  }
  // Escaped, a value has more than one spelling.
  if (signs & ESCAPE) return undefined;
  return { hits: merged, edges, signs, isEscaped: length !== text.length + 2, isKept: false, clean: undefined };
}

function signsIn(bytes: Uint8Array, from: number, to: number): number {
  let signs = 0;
  for (let at = from; at < to; at++) signs |= SIGNS[bytes[at] as number] as number;
  return signs;
}

const WORD_BIT = 1 << 20;
const BRACKET = 1 << 21;
const ESCAPE = 1 << 22;
/** A bit for letters and digits, for opening brackets and for the backslash, and one for each other sign, which few share. */
const SIGNS: Int32Array = Int32Array.from({ length: 256 }, (_, byte) => {
  if (((classOf[byte] ?? 0) & WORD) !== 0) return WORD_BIT;
  if (byte > 127) return WORD_BIT;
  if (byte === BACKSLASH) return ESCAPE;
  // No other sign of ASCII ends in the bits of 20, 21 or 22.
  return byte === OPEN_BRACKET || byte === OPEN_BRACE ? BRACKET : 1 << (byte & 31);
});
