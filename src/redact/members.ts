import { type Hit, isCount, isMaskedList, type MemberName, type Reading, type Scanner } from '../scan/index.ts';
import { ownCopy } from '../scan/own-copy.ts';
import type { Censors } from './censors.ts';
import type { Family } from './family.ts';
import { isParted, isRepeated, isSought, type Parted } from './repeats.ts';
import type { HiddenValue } from './search-values.ts';

/** What was hidden in the members of one record so far. */
export interface Hidden {
  readonly hits: Hit[];
  /** Texts under sensitive names, which must not stand elsewhere in the record either. */
  readonly values: HiddenValue[];
  /** Texts of which a part was hidden. */
  readonly parted: Parted[];
  /** What stands next to a hidden part, and what the values are made of: a bit for each sign. */
  edges: number;
  signs: number;
}

export function nothingHidden(): Hidden {
  return { hits: [], values: [], parted: [], edges: 0, signs: 0 };
}

/**
 * Cleans a record member by member while it is written, which spares a look at everything that is known to hold nothing.
 * It gives up where only the whole line can tell; then the line is cleaned as any other.
 */
export interface MemberCleaner {
  /** What a name says; the same for each record. */
  name(key: string): MemberName;
  readonly item: MemberName;
  /** A text, clean, as JSON; undefined where only the whole line can tell. */
  text(name: MemberName, text: string, hidden: Hidden): string | undefined;
  /** A number, given as JSON writes it; quoted when it is hidden. */
  number(name: MemberName, json: string, hidden: Hidden): string | undefined;
  /** A list of one text under the name of a header, as `set-cookie` often is. */
  list(name: MemberName, items: readonly unknown[], hidden: Hidden): string | undefined;
  /** Counts what was hidden; false, and nothing is counted, when the record made of clean members still repeats some of it. */
  finish(record: string, hidden: Hidden | undefined): boolean;
}

/** What the members are cleaned with. */
interface Parts {
  /** What is hidden is told by a member's own name and value. */
  readonly isPlain: boolean;
  readonly scanner: Scanner;
  readonly censors: Censors;
  readonly family: Family;
}

export function createMemberCleaner({ isPlain, scanner, censors, family }: Parts): MemberCleaner | undefined {
  const members = scanner.createMembers?.();
  if (members === undefined) return undefined;
  const cleanText = (name: MemberName, text: string, hidden: Hidden): string | undefined => {
    const reading = members.read(name, text);
    if (reading === undefined) return undefined;
    if (reading === members.plain) return `"${text}"`;
    const { hits } = reading;
    if (hits.length === 0) return JSON.stringify(text);
    const written = reading.isEscaped ? JSON.stringify(text).slice(1, -1) : text;
    const clean = reading.clean ?? cleanOf(written, hits, censors);
    if (!isPlain || clean === '' || hits.some(({ start, end }) => family.isWritten(written, start - 1, end - 1)))
      return undefined;
    // A copy: what the text holds is not kept with what was made of it.
    if (reading.isKept && reading.clean === undefined) reading.clean = ownCopy(clean);
    note(hidden, written, reading);
    return clean;
  };
  return {
    name: members.name,
    item: members.item,
    text: cleanText,
    number(name, json, hidden) {
      if (!DIGITS.test(json)) return undefined;
      if (name.decision !== undefined && isCount(name.decision.rule, json)) return json;
      if (name.decision !== undefined && !name.keepsFlags) return undefined;
      const before = hidden.hits.length;
      const clean = cleanText(name, json, hidden);
      const [hit, another] = hidden.hits.slice(before);
      if (hit === undefined) return clean && json;
      return another === undefined && hit.start === 1 && hit.end === json.length + 1 ? clean : undefined;
    },
    list(name, items, hidden) {
      const [text] = items;
      const isHeader = HEADERS.has(name.decision?.rule.shape);
      if (!isHeader || items.length !== 1 || typeof text !== 'string' || isMaskedList(JSON.stringify(items)))
        return undefined;
      const clean = cleanText(name, text, hidden);
      return clean && `[${clean}]`;
    },
    finish(record, hidden) {
      if (hidden !== undefined && isLeft(record, hidden)) return false;
      family.lines++;
      if (hidden !== undefined) family.count(hidden.hits);
      return true;
    },
  };
}

/** Whether something of what was hidden may still stand somewhere. */
function isLeft(record: string, { values, parted, edges, signs }: Hidden): boolean {
  return isRepeated(record, values) || ((edges & signs) !== 0 && isParted(parted, values));
}

/** The text with its markers, as JSON; empty where a marker depends on what it stands for. */
function cleanOf(text: string, hits: readonly Hit[], censors: Censors): string {
  let clean = '"';
  let done = 1;
  for (const { rule, start, end } of hits) {
    const marker = censors.fixed(rule);
    if (marker === undefined) return '';
    clean += text.slice(done - 1, start - 1) + marker;
    done = end;
  }
  return `${clean}${text.slice(done - 1)}"`;
}

function note(hidden: Hidden, text: string, { hits, edges, signs }: Reading): void {
  for (const hit of hits) {
    hidden.hits.push(hit);
    const value = hit.named ? text.slice(hit.start - 1, hit.end - 1) : '';
    if (isSought(value)) hidden.values.push({ value, rule: hit.rule });
  }
  if (edges !== 0) hidden.parted.push({ text, hits });
  hidden.edges |= edges;
  hidden.signs |= signs;
}

/** What a reader of JSON takes for nothing but a number. */
const DIGITS = /^\d{1,24}$/;
/** Shapes of which each text of a list is read like a text alone. */
const HEADERS: ReadonlySet<string | undefined> = new Set(['authorization', 'cookie', 'set-cookie']);
