/**
 * UTF-8 to text and back without losing a byte: bytes that are no UTF-8 become lone low surrogates, U+DC80 to U+DCFF,
 * and turn into the same bytes again (the method of PEP 383).
 */

/** Decodes a line. Valid UTF-8 takes the fast way. */
export function decodeExact(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd') || Buffer.from(text, 'utf8').equals(bytes)) return text;
  let exact = '';
  let at = 0;
  while (at < bytes.length) {
    const length = validLength(bytes, at);
    if (length === 0) exact += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    else exact += bytes.toString('utf8', at, at + length);
    at += Math.max(1, length);
  }
  return exact;
}

/** Encodes what {@link decodeExact} gave, edited or not. */
export function encodeExact(text: string): Buffer {
  if (!ESCAPED.test(text)) return Buffer.from(text, 'utf8');
  const parts: Buffer[] = [];
  let from = 0;
  for (const match of text.matchAll(ESCAPED_ALL)) {
    parts.push(Buffer.from(text.slice(from, match.index), 'utf8'), Buffer.from([match[0].charCodeAt(0) - 0xdc00]));
    from = match.index + 1;
  }
  parts.push(Buffer.from(text.slice(from), 'utf8'));
  return Buffer.concat(parts);
}

// A low surrogate after a high one is half of a character, not an escaped byte.
const ESCAPED = /(?<![\ud800-\udbff])[\udc80-\udcff]/;
const ESCAPED_ALL = new RegExp(ESCAPED, 'g');

/** Bytes of the well-formed UTF-8 character at `at` (RFC 3629 section 4), 0 when there is none. */
function validLength(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  for (let i = 1; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1] ?? 0;
  // Overlong forms, surrogates and what lies past U+10FFFF.
  if ((lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f)) return 0;
  return (lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f) ? 0 : length;
}
