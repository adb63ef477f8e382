/** Pieces of a secret this long are looked for; shorter ones turn up by chance. */
const PIECE = 12;
/** A shorter secret counts only as a word of its own: `123` is in many a number. */
const SHORT = 8;
/** How deep a line is unwrapped: JSON in JSON in JSON, or percent-encoded three times. */
const DEPTH = 3;

/** How a secret can be read from a line, or `undefined` when it cannot. */
export type LeakFinder = (line: string) => string | undefined;

/**
 * Looks for one secret in lines: as it is, in a JSON string, percent-encoded, in base64, in hexadecimal, as a list of
 * bytes, and any piece of it of 12 characters. Knows nothing of rules, so that it can judge them.
 */
export function createLeakFinder(secret: string): LeakFinder {
  const needles = needlesFor(secret);
  const words = [secret, secret.replaceAll(' ', '+')];
  const isThere = isShort(secret) ? (text: string) => words.some((word) => hasWord(text, word)) : undefined;
  const find = (text: string): string | undefined => {
    if (isThere !== undefined) return isThere(text) ? 'as it is' : undefined;
    return needles.find(({ needle }) => text.includes(needle))?.how;
  };
  return (line) => {
    for (const view of viewsOf(line)) {
      const how = find(view);
      if (how !== undefined) return how;
    }
    return undefined;
  };
}

/** Too short to be told from chance where it is encoded, as in base64: there nobody can say whether it is. */
export function isShort(secret: string): boolean {
  return secret.length < SHORT;
}

interface Needle {
  readonly needle: string;
  readonly how: string;
}

function needlesFor(secret: string): readonly Needle[] {
  const inner = secret.replaceAll(/\s+/g, '');
  const pieces: Needle[] = [];
  for (let at = 0; at + PIECE <= inner.length; at += 4) {
    pieces.push({ needle: inner.slice(at, at + PIECE), how: `a piece of it, from character ${at + 1} on` });
  }
  const hex = Buffer.from(secret).toString('hex');
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  return [
    { needle: secret, how: 'as it is' },
    { needle: encodeURIComponent(secret.toWellFormed()), how: 'percent-encoded' },
    { needle: form, how: 'as in a form' },
    { needle: secret.replaceAll(' ', '+'), how: 'as in a form' },
    ...base64Cores(secret).map((needle) => ({ needle, how: 'in base64' })),
    { needle: hex, how: 'in hexadecimal' },
    { needle: hex.toUpperCase(), how: 'in hexadecimal' },
    ...pieces,
  ];
}

/** The part of the secret's base64 that does not depend on what stands round it, for the three places it can begin at. */
function base64Cores(secret: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.from(`${'x'.repeat(shift)}${secret}`)
      .toString('base64')
      .replace(/=+$/, '');
    const core = encoded.slice(shift === 0 ? 0 : 4, -2);
    return core.length < PIECE ? [] : [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isWordPart(text[at - 1]) && !isWordPart(text[at + word.length])) return true;
  }
  return false;
}

function isWordPart(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}]/u.test(char);
}

/** The line, and the line with JSON escapes, percent-encoding or both undone, up to three deep. */
function* viewsOf(line: string): Generator<string> {
  yield line;
  if (BYTES.test(line)) yield withoutByteLists(line);
  for (const [run] of line.matchAll(BASE64)) {
    const text = Buffer.from(run, 'base64').toString('utf8');
    yield text;
    if (text.includes('\\')) yield withoutEscapes(text);
  }
  if (!line.includes('\\') && !line.includes('%')) return;
  let current = line;
  for (let depth = 0; depth < DEPTH; depth++) {
    const opened = withoutEscapes(current);
    if (depth > 0 && opened === current) return;
    current = opened;
    yield current;
    if (!current.includes('%')) continue;
    const once = withoutPercent(current);
    yield once;
    yield withoutPercent(once);
  }
}

function withoutEscapes(text: string): string {
  return text.replaceAll(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, hex: string | undefined, char: string | undefined) =>
    hex === undefined ? (ESCAPES.get(char ?? '') ?? char ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
]);

function withoutPercent(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}

const BASE64 = /[\w+/-]{16,}/g;

// What JSON makes of a Buffer and of a typed array: `[104,117,110]` and `{"0":104,"1":117}`.
const BYTES = /\d{1,3},(?:"\d{1,6}":)?\d{1,3},/;
const BYTE_LIST = /\d{1,3}(?:,(?:"\d{1,6}":)?\d{1,3}){3,}/g;

function withoutByteLists(text: string): string {
  return text.replace(BYTE_LIST, (list) =>
    Buffer.from(
      list
        .replaceAll(/"\d+":/g, '')
        .split(',')
        .map(Number),
    ).toString('utf8'),
  );
}
