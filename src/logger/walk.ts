import { hasPlainMembers, isBytes, isPlainDate } from '../record/index.ts';
import { type Hidden, type MemberCleaner, nothingHidden } from '../redact/members.ts';
import type { RedactorEngine } from '../redact/redactor.ts';
import { isQuietPart, isShortNumber, type KeyPart, keyPart, keyText } from './quiet.ts';
import type { State } from './state.ts';

/** A record on its way to clean text, member by member. */
export interface Walk {
  readonly state: State;
  readonly engine: RedactorEngine;
  readonly members: MemberCleaner;
  /** Nothing yet for most lines: made when the first text is read. */
  hidden: Hidden | undefined;
  /** Members that may still come: a larger record is written and searched as a whole. */
  left: number;
}

const maxMembers = 500;
const maxDepth = 32;
/** Longer texts are searched with their line: looked at here in vain they would be looked at twice. */
const maxText = 4_096;

export function startWalk(state: State, members: MemberCleaner): Walk {
  return { state, engine: state.engine, members, hidden: undefined, left: maxMembers };
}

/**
 * JSON of a value, clean. Empty where JSON has none (functions, symbols, undefined); `undefined` where the record has to
 * be written and searched as a whole.
 */
export function cleanValue(walk: Walk, part: KeyPart, value: unknown, depth: number = maxDepth): string | undefined {
  switch (typeof value) {
    case 'string':
      return part.values?.jsonOf(value) ?? cleanText(walk, part, value);
    case 'number':
      return cleanNumber(walk, part, value);
    case 'boolean':
      return part.name?.keepsFlags ? String(value) : undefined;
    case 'object':
      if (value === null) return part.name?.keepsFlags ? 'null' : undefined;
      return cleanObject(walk, part, value, depth);
    case 'bigint':
      return undefined;
    default:
      return '';
  }
}

/** A text that is not known. */
export function cleanText(walk: Walk, { name }: KeyPart, text: string): string | undefined {
  return name === undefined || text.length > maxText ? undefined : walk.members.text(name, text, hiddenIn(walk));
}

function hiddenIn(walk: Walk): Hidden {
  walk.hidden ??= nothingHidden();
  return walk.hidden;
}

function cleanNumber(walk: Walk, part: KeyPart, value: number): string | undefined {
  if (!Number.isFinite(value)) return part.name?.keepsFlags ? 'null' : undefined;
  const json = String(value);
  if (saysNothing(part) && (isShortNumber(value, json) || isQuietPart(walk.engine, json))) return json;
  return part.name?.isClear ? walk.members.number(part.name, json, hiddenIn(walk)) : undefined;
}

function saysNothing({ name }: KeyPart): boolean {
  return name?.isClear === true && name.decision === undefined;
}

function cleanObject(walk: Walk, part: KeyPart, value: object, depth: number): string | undefined {
  if (depth === 0 || part.name === undefined) return undefined;
  if (!saysNothing(part)) return Array.isArray(value) ? walk.members.list(part.name, value, hiddenIn(walk)) : undefined;
  if (Array.isArray(value)) return cleanArray(walk, value, depth);
  if (!hasPlainMembers(value)) return isPlainDate(value) ? cleanDate(walk, part, value) : undefined;
  const { known } = walk.state;
  let text = '{';
  let isFirst = true;
  for (const key in value) {
    if (--walk.left < 0) return undefined;
    // A cast that holds: a string key out of for-in can be read from any object.
    const member = (value as Readonly<Record<string, unknown>>)[key];
    if (typeof member === 'function' && key === 'toJSON') return undefined;
    if (!hasOwn.call(value, key)) continue;
    const own = known.keys.get(key) ?? learnKey(walk.state, key);
    // Nearly every text is known, and with its key one part of the line instead of three.
    const line = typeof member === 'string' && !isFirst ? own.values?.memberOf(member) : undefined;
    if (line !== undefined) {
      text += line;
      continue;
    }
    const json = cleanValue(walk, own, member, depth - 1);
    if (json === undefined || isBytes(key, value, member)) return undefined;
    if (json === '') continue;
    text += isFirst ? own.text + json : own.next + json;
    isFirst = false;
  }
  return `${text}}`;
}

function cleanDate(walk: Walk, part: KeyPart, date: object): string | undefined {
  const json = JSON.stringify(date);
  // No quote and no escape in it: a text like any other.
  return json === 'null' ? json : cleanText(walk, part, json.slice(1, -1));
}

// `hasOwnProperty.call` inside for-in is the form V8 turns into no check at all when nothing is inherited.
const hasOwn = Object.prototype.hasOwnProperty;

function cleanArray(walk: Walk, items: readonly unknown[], depth: number): string | undefined {
  walk.left -= items.length;
  if (walk.left < 0 || Object.getPrototypeOf(items) !== Array.prototype) return undefined;
  const part = walk.state.known.item;
  let text = '[';
  for (let index = 0; index < items.length; index++) {
    const json = cleanValue(walk, part, items[index], depth - 1);
    if (json === undefined) return undefined;
    if (index > 0) text += ',';
    text += json === '' ? 'null' : json;
  }
  return `${text}]`;
}

// The keys of a program's log calls are few; records with data as keys must not grow the cache without end.
const maxKeys = 1_000;

/** Each key is quoted, compared with the reserved ones and looked at by the redactor once. */
export function learnKey({ shared, known, engine }: State, key: string): KeyPart {
  const isTaken = shared.reserved.has(key) || key === shared.messageKey;
  if (known.keys.size >= maxKeys || key.length >= 64)
    return { ...keyText(key), isTaken, name: undefined, values: undefined };
  const part = { ...keyPart(engine, key), isTaken };
  known.keys.set(key, part);
  return part;
}
