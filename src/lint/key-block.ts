import type { Finding } from '../scan/finding.ts';

/** Follows a private key that is written over several lines, which no look at a single line can see. */
export interface KeyBlock {
  /** True between a BEGIN line and its END. */
  isOpen(): boolean;
  /**
   * Opens the block when a private key begins at the end of this line. Gives the key as a finding, from its BEGIN on,
   * when the key is something the rules hide. Of a line that is too long to be seen whole, the last part is asked.
   */
  begin(text: string, isWhole: boolean): Finding | undefined;
  /** What part of this line is the key's body; undefined when the line belongs to somebody else. */
  body(text: string): KeyBody | undefined;
  /** Counts the bytes of a line after BEGIN as it stands in the file; a block that is too long is closed. */
  pass(bytes: number): void;
  close(): void;
}

/** The part of a line that belongs to a key. */
export interface KeyBody {
  readonly start: number;
  readonly end: number;
  readonly rule: string;
}

// A 16384-bit RSA key, the largest OpenSSL makes by default, has 197 lines of 64 characters (RFC 7468 section 2).
const MAX_LINES = 200;
/** The same key with 500 bytes of a log's own around each line. */
const MAX_KEY_BYTES = 128 << 10;
/** BEGIN is looked for so near to the end of a line; a log that writes lines of a key writes nothing long after it. */
const LINE_TAIL = 1024;
/** Further right no format writes in columns. */
const MAX_COLUMN = 1024;
/** Where to begin reading, before a place in a file, to know whether a key is open there. */
export const KEY_LOOK_BACK: number = MAX_KEY_BYTES + 4 * (LINE_TAIL + MAX_COLUMN);

const BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY/;
// A whole line of a body, or one of the headers of RFC 1421 that an encrypted key carries.
const BODY = /^[A-Za-z0-9+/=]{1,128}$|^(?:Proc-Type|DEK-Info|Version|Comment|Hash): /;
// The same as the inside of a string: Docker and many shippers write each line as a member of a JSON object.
const QUOTED_BODY = /^([A-Za-z0-9+/=]{1,128})(?:\\r)?(?:\\n)?["']/;
// The last word of a line that a log format put in front of the body: 40 characters leave no doubt.
const LAST_WORD = /[^A-Za-z0-9+/=]([A-Za-z0-9+/=]{40,128})$/;
// The whole text of a string, where the columns do not agree.
const QUOTED_WORD = /["']([A-Za-z0-9+/=]{40,128})(?:\\r)?(?:\\n)?["']/;
const LONGEST_WORD = 130;
/** No line of a key with what formats put around it is longer. */
const MAX_BODY_LINE = 8192;
const MADE_UP_BODY = 'RkFL'.repeat(16);

/**
 * Makes a follower for one stream of lines. A BEGIN line alone is no secret, so `find` is asked about the same line
 * with a body: its rule and severity are the key's.
 */
export function createKeyBlock(find: (text: string) => readonly Finding[]): KeyBlock {
  let linesLeft = 0;
  let bytesLeft = 0;
  let column = 0;
  let rule = '';
  return {
    isOpen: () => linesLeft > 0,
    begin(text, isWhole) {
      const head = unfinishedKey(text);
      const key = head === undefined ? undefined : find(`${head.text}\n${MADE_UP_BODY}`)[0];
      if (head === undefined || key === undefined) return undefined;
      linesLeft = MAX_LINES;
      bytesLeft = MAX_KEY_BYTES;
      column = isWhole && head.start <= MAX_COLUMN ? head.start : Number.POSITIVE_INFINITY;
      rule = key.rule;
      return { rule, severity: key.severity, start: head.start, end: text.length };
    },
    body(text) {
      if (linesLeft === 0) return undefined;
      linesLeft--;
      if (text.length > MAX_BODY_LINE) return undefined;
      const end = END.exec(text)?.index;
      if (end !== undefined) linesLeft = 0;
      const span = bodyOf(text.slice(0, end).trimEnd(), column);
      return span === undefined ? undefined : { ...span, rule };
    },
    pass(bytes) {
      bytesLeft -= bytes;
      if (bytesLeft <= 0) linesLeft = 0;
    },
    close() {
      linesLeft = 0;
    },
  };
}

/** The last BEGIN near the end of the text when no END follows it. */
function unfinishedKey(text: string): { readonly text: string; readonly start: number } | undefined {
  const from = Math.max(0, text.length - LINE_TAIL);
  const tail = text.slice(from);
  let last: RegExpExecArray | undefined;
  for (const match of tail.matchAll(BEGIN)) last = match;
  return last === undefined || END.test(tail.slice(last.index))
    ? undefined
    : { text: last[0], start: from + last.index };
}

function bodyOf(content: string, column: number): { start: number; end: number } | undefined {
  const end = content.length;
  const trimmed = content.trimStart();
  if (BODY.test(trimmed)) return { start: end - trimmed.length, end };
  // Same column as BEGIN: a log format put a prefix of the same length before every line of the key.
  if (end > column) {
    const cell = content.slice(column);
    if (BODY.test(cell)) return { start: column, end };
    const quoted = QUOTED_BODY.exec(cell)?.[1];
    if (quoted !== undefined) return { start: column, end: column + quoted.length };
  }
  const word = LAST_WORD.exec(content.slice(-LONGEST_WORD))?.[1];
  if (word !== undefined) return { start: end - word.length, end };
  const inside = QUOTED_WORD.exec(content);
  const value = inside?.[1];
  return inside === null || value === undefined
    ? undefined
    : { start: inside.index + 1, end: inside.index + 1 + value.length };
}
