import { quote } from '../record/index.ts';
import type { RedactorEngine } from '../redact/redactor.ts';
import { ownCopy } from '../scan/own-copy.ts';

/** A key as it is written, and what of its values is known. */
export interface KeyPart {
  /** `"status":`, or empty for a key that cannot stand at the top of a record as it is. */
  readonly text: string;
  /** No rule could begin in it. */
  readonly isQuiet: boolean;
  readonly values: QuietTexts | undefined;
}

/**
 * Texts that were looked at once and in which no rule could begin, as JSON. The message of a log call is nearly always
 * a constant of the program, and so are many values: a line that is made of such texts and of short numbers alone needs
 * no search, which is a third of its cost (`bench/small-line.mjs`).
 */
export class QuietTexts {
  private readonly engine: RedactorEngine;
  /** `"status":` */
  private readonly key: string;
  private readonly maxTexts: number;
  private readonly known = new Map<string, string>();
  private keyIsQuiet: boolean | undefined;
  private asked = 0;
  private missed = 0;

  constructor(engine: RedactorEngine, key: string, maxTexts: number) {
    this.engine = engine;
    this.key = key;
    this.maxTexts = maxTexts;
  }

  /** The text as JSON when nothing could be found in it; `undefined` when it has to be searched with its line. */
  jsonOf(text: string): string | undefined {
    if (text.length > maxLength || this.missed > maxMissed) return undefined;
    const known = this.known.get(text);
    if (known === undefined) return this.learn(text);
    this.missed = 0;
    return known;
  }

  /** No rule could begin in the key. */
  get isKeyQuiet(): boolean {
    this.keyIsQuiet ??= isQuietPart(this.engine, `,${this.key}"`);
    return this.keyIsQuiet;
  }

  private learn(text: string): string | undefined {
    this.missed++;
    if (this.asked === this.maxTexts) return undefined;
    this.asked++;
    // Copies: what the program cut this text out of is not kept with it.
    const own = ownCopy(text);
    const json = ownCopy(quote(own));
    if (!isQuietPart(this.engine, `,${this.key}${json},`)) return undefined;
    this.known.set(own, json);
    return json;
  }
}

/** Longer texts are seldom the same twice. */
const maxLength = 120;
/** After so many in a row that were not known the texts are no constants, and looking them up is lost time. */
const maxMissed = 1_000;
/** A value with more forms than this is data. */
const maxValues = 16;
/** Messages of a large program. */
export const maxMessages = 1_000;

/** What is known of a key; `text` is empty for one that has to move. */
export function keyPart(engine: RedactorEngine, text: string): KeyPart {
  const isQuiet = text !== '' && isQuietPart(engine, `,${text}"`);
  return { text, isQuiet, values: isQuiet ? new QuietTexts(engine, text, maxValues) : undefined };
}

/** With the signs that stand around it in a record: what a rule begins with may end in one. */
export function isQuietPart({ isQuiet }: RedactorEngine, part: string): boolean {
  return isQuiet?.(part) === true;
}

/** A flag, nothing, or a number too short for any that is looked for: the shortest has nine digits. */
export function isQuietValue(value: unknown, json: string): boolean {
  // A bigint is longer than that more often than not, and what else there is was made into a text.
  return (typeof value === 'number' && json.length < 9 && value < 1e9) || typeof value === 'boolean' || value === null;
}
