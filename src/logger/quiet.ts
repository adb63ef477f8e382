import { quote } from '../record/index.ts';
import type { RedactorEngine } from '../redact/redactor.ts';
import type { MemberName } from '../scan/index.ts';
import { ownCopy } from '../scan/own-copy.ts';

/** A key as it is written, and what of its values is known. */
export interface KeyPart {
  /** `"status":` */
  readonly text: string;
  /** `,"status":` */
  readonly next: string;
  /** It cannot stand at the top of a record as it is. */
  readonly isTaken: boolean;
  /** What it says of its values; undefined when a record cannot be cleaned member by member. */
  readonly name: MemberName | undefined;
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
  private readonly known = new Map<string, KnownText>();
  private asked = 0;
  private missed = 0;

  constructor(engine: RedactorEngine, key: string, maxTexts: number) {
    this.engine = engine;
    this.key = key;
    this.maxTexts = maxTexts;
  }

  /** The text as JSON when nothing could be found in it; `undefined` when it has to be searched. */
  jsonOf(text: string): string | undefined {
    return this.find(text)?.json;
  }

  /** The same with its key and a comma before it. */
  memberOf(text: string): string | undefined {
    return this.find(text)?.member;
  }

  private find(text: string): KnownText | undefined {
    if (text.length > maxLength || this.missed > maxMissed) return undefined;
    const known = this.known.get(text);
    if (known === undefined) return this.learn(text);
    this.missed = 0;
    return known;
  }

  private learn(text: string): KnownText | undefined {
    this.missed++;
    if (this.asked === this.maxTexts) return undefined;
    this.asked++;
    // Copies: what the program cut this text out of is not kept with it.
    const own = ownCopy(text);
    const json = ownCopy(quote(own));
    const member = ownCopy(`,${this.key}${json}`);
    if (!isQuietPart(this.engine, `${member},`)) return undefined;
    const known = { json, member };
    this.known.set(own, known);
    return known;
  }
}

interface KnownText {
  readonly json: string;
  readonly member: string;
}

/** Longer texts are seldom the same twice. */
const maxLength = 120;
/** After so many in a row that were not known the texts are no constants, and looking them up is lost time. */
const maxMissed = 1_000;
/** A value with more forms than this is data. */
const maxValues = 16;
/** Messages of a large program. */
export const maxMessages = 1_000;

/** What is known of a key before any of its values. */
export function keyPart(engine: RedactorEngine, key: string, maxTexts: number = maxValues): KeyPart {
  const name = engine.members?.name(key);
  const texts = keyText(key);
  const values = name?.isQuiet ? new QuietTexts(engine, texts.text, maxTexts) : undefined;
  return { ...texts, isTaken: false, name, values };
}

export function keyText(key: string): Pick<KeyPart, 'text' | 'next'> {
  const json = quote(key);
  return { text: ownCopy(`${json}:`), next: ownCopy(`,${json}:`) };
}

/** With the signs that stand around it in a record: what a rule begins with may end in one. */
export function isQuietPart({ isQuiet }: RedactorEngine, part: string): boolean {
  return isQuiet?.(part) === true;
}

/** A number too short for any that is looked for: the shortest has nine digits. */
export function isShortNumber(value: number, json: string): boolean {
  return json.length < 9 && value < 1e9;
}
