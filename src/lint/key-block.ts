import type { Finding } from '../scan/finding.ts';

/** Follows a private key that is written over several lines, which no look at a single line can see. */
export interface KeyBlock {
  /** True between a BEGIN line and its END. */
  isOpen(): boolean;
  /**
   * Opens the block when a private key begins in this line and does not end in it. Gives the key as a finding, from its
   * BEGIN on, when the key is something the rules hide.
   */
  begin(text: string): Finding | undefined;
  /** What part of this line is the key's body; undefined when the line belongs to somebody else. */
  body(text: string): { readonly start: number; readonly end: number; readonly rule: string } | undefined;
}

// A 16384-bit RSA key, the largest OpenSSL makes by default, has 197 lines of 64 characters (RFC 7468 section 2).
const MAX_LINES = 200;
const BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY/;
// A whole line of a body, or one of the headers of RFC 1421 that an encrypted key carries.
const BODY = /^[A-Za-z0-9+/=]{1,128}$|^(?:Proc-Type|DEK-Info|Version|Comment|Hash): /;
// The last word of a line that a log format put in front of the body: 40 characters leave no doubt.
const LAST_WORD = /[^A-Za-z0-9+/=]([A-Za-z0-9+/=]{40,128})$/;
const LONGEST_WORD = 130;
const MADE_UP_BODY = 'RkFL'.repeat(16);

/**
 * Makes a follower for one stream of lines. A BEGIN line alone is no secret, so `find` is asked about the same line
 * with a body: its rule and severity are the key's.
 */
export function createKeyBlock(find: (text: string) => readonly Finding[]): KeyBlock {
  let linesLeft = 0;
  let column = 0;
  let rule = '';
  return {
    isOpen: () => linesLeft > 0,
    begin(text) {
      const head = unfinishedKey(text);
      const key = head === undefined ? undefined : find(`${head[0]}\n${MADE_UP_BODY}`)[0];
      if (head === undefined || key === undefined) return undefined;
      linesLeft = MAX_LINES;
      column = head.index;
      rule = key.rule;
      return { rule, severity: key.severity, start: column, end: text.length };
    },
    body(text) {
      if (linesLeft === 0) return undefined;
      linesLeft--;
      const end = END.exec(text)?.index;
      if (end !== undefined) linesLeft = 0;
      const content = text.slice(0, end).trimEnd();
      const start = bodyStart(content, column);
      return start < 0 ? undefined : { start, end: content.length, rule };
    },
  };
}

/** The last BEGIN of the text when no END follows it. */
function unfinishedKey(text: string): RegExpExecArray | undefined {
  let last: RegExpExecArray | undefined;
  for (const match of text.matchAll(BEGIN)) last = match;
  return last === undefined || END.test(text.slice(last.index)) ? undefined : last;
}

function bodyStart(content: string, column: number): number {
  const trimmed = content.trimStart();
  if (BODY.test(trimmed)) return content.length - trimmed.length;
  // Same column as BEGIN: a log format put a prefix of the same length before every line of the key.
  if (content.length > column && BODY.test(content.slice(column))) return column;
  const word = LAST_WORD.exec(content.slice(-LONGEST_WORD))?.[1];
  return word === undefined ? -1 : content.length - word.length;
}
