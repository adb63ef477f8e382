/** A path with more steps than this is nothing to read, nor to write into a finding. */
const MAX_STEPS = 64;

/** Where the walk stands: one step of the path for every open container. */
export class Trail {
  /** Containers around the current place. */
  depth = 0;
  /** The string just met had no closing quote. */
  openString = false;
  readonly #text: string;
  /** For an object: where the current key begins and ends, quotes left out. For an array: -1 and the index. */
  readonly #from: number[] = [];
  readonly #to: number[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  enter(isArray: boolean): void {
    this.#from[this.depth] = isArray ? -1 : 0;
    this.#to[this.depth] = 0;
    this.depth++;
  }

  inArray(): boolean {
    return this.#from[this.depth - 1] === -1;
  }

  setKey(from: number, to: number): void {
    this.#from[this.depth - 1] = from;
    this.#to[this.depth - 1] = to;
  }

  nextIndex(): void {
    this.#to[this.depth - 1] = (this.#to[this.depth - 1] ?? 0) + 1;
  }

  /** The key or index of the current place in its container. */
  key(depth: number = this.depth): string {
    const from = this.#from[depth - 1] ?? 0;
    const to = this.#to[depth - 1] ?? 0;
    if (from === -1) return String(to);
    const raw = this.#text.slice(from, to);
    return raw.includes('\\') ? decode(raw) : raw;
  }

  /** The first steps of the path; a longer one ends in `…`, so that many values far down cost no more than few. */
  path(): string[] {
    const keys: string[] = [];
    for (let depth = 1; depth <= this.depth && depth <= MAX_STEPS; depth++) keys.push(this.key(depth));
    if (this.depth > MAX_STEPS) keys.push('…');
    return keys;
  }
}

/** What a walk tells. The trail is the same object each time: read it, do not keep it. */
export interface JsonVisitor {
  /** An object or array begins at `at`. */
  open(at: number, trail: Trail): void;
  /** A string (quotes included), number, boolean or null. */
  value(start: number, end: number, trail: Trail): void;
  /** The object or array at this place has ended before `end`. */
  close(end: number, trail: Trail): void;
  /** The document broke off while containers were open. */
  cut(end: number, trail: Trail): void;
}

/** Walks every JSON object or array that begins a line. One pass, no recursion; broken JSON is left at its break. */
export function walkJson(text: string, visitor: JsonVisitor): void {
  let at = 0;
  while (at < text.length) {
    at = skipBlank(text, at);
    const code = text.charCodeAt(at);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) at = walkDocument(text, at, visitor);
    const after = text.charCodeAt(skipBlank(text, at));
    if (at > 0 && (after === OPEN_BRACE || after === OPEN_BRACKET) && isClosing(text.charCodeAt(at - 1))) continue;
    at = text.indexOf('\n', at);
    if (at === -1) return;
  }
}

const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const COLON = 58;

/** Returns the offset after the document, or where it broke. */
function walkDocument(text: string, start: number, visitor: JsonVisitor): number {
  const trail = new Trail(text);
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      visitor.open(at, trail);
      trail.enter(code === OPEN_BRACKET);
      at = skipBlank(text, at + 1);
      if (!isClosing(text.charCodeAt(at))) {
        const first = trail.inArray() ? at : readKey(text, at, trail);
        if (first < 0) return breakOff(text, at, trail, visitor);
        at = first;
        continue;
      }
    } else {
      const end = code === QUOTE ? endOfString(text, at, trail) : endOfScalar(text, at);
      if (end === at) return breakOff(text, at, trail, visitor);
      visitor.value(at, end, trail);
      at = end;
    }
    at = afterValue(text, at, trail, visitor);
    if (at < 0) return breakOff(text, -at, trail, visitor);
    if (trail.depth === 0) return at;
  }
}

/** Closes what ends here and moves to the next value; a negative offset says where the document broke. */
function afterValue(text: string, from: number, trail: Trail, visitor: JsonVisitor): number {
  let at = from;
  for (;;) {
    at = skipBlank(text, at);
    const code = text.charCodeAt(at);
    if (isClosing(code)) {
      trail.depth--;
      at++;
      visitor.close(at, trail);
      if (trail.depth === 0) return at;
    } else if (code === COMMA) {
      at = skipBlank(text, at + 1);
      if (!trail.inArray()) {
        const value = readKey(text, at, trail);
        return value < 0 ? -at : value;
      }
      trail.nextIndex();
      return at;
    } else return -at;
  }
}

/** What the open containers hold from here on is out of reach: they end with the line. */
function breakOff(text: string, at: number, trail: Trail, visitor: JsonVisitor): number {
  const newline = text.indexOf('\n', at);
  const end = newline === -1 ? text.length : newline;
  visitor.cut(end, trail);
  return end;
}

/** Reads `"key":` and returns where its value begins, or -1. */
function readKey(text: string, at: number, trail: Trail): number {
  if (text.charCodeAt(at) !== QUOTE) return -1;
  const end = endOfString(text, at, trail);
  if (trail.openString) return -1;
  trail.setKey(at + 1, end - 1);
  const colon = skipBlank(text, end);
  return text.charCodeAt(colon) === COLON ? skipBlank(text, colon + 1) : -1;
}

/** The offset after the closing quote, or the end of the text. */
function endOfString(text: string, start: number, trail: Trail): number {
  trail.openString = false;
  let at = text.indexOf('"', start + 1);
  while (at !== -1 && isEscaped(text, at, start)) at = text.indexOf('"', at + 1);
  if (at !== -1) return at + 1;
  trail.openString = true;
  return text.endsWith('\n') ? text.length - 1 : text.length;
}

function isEscaped(text: string, at: number, start: number): boolean {
  let count = 0;
  while (at - 1 - count > start && text.charCodeAt(at - 1 - count) === BACKSLASH) count++;
  return count % 2 === 1;
}

function endOfScalar(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === COMMA || code === QUOTE || code === COLON || isClosing(code)) break;
  }
  return at;
}

function isClosing(code: number): boolean {
  return code === CLOSE_BRACE || code === CLOSE_BRACKET;
}

function skipBlank(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at;
    at++;
  }
}

function decode(raw: string): string {
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    return raw;
  }
}
