/** The string as a JSON string literal, lone surrogates repaired. */
export function quote(text: string): string {
  // Looking at a short string letter by letter costs half of what calling the expression engine does, and a third of
  // JSON.stringify; on long ones JSON.stringify copies anyway.
  if (text.length < 40 ? isSimple(text) : text.length < 200 && !needsEscape.test(text)) return `"${text}"`;
  return repairSurrogates(JSON.stringify(text));
}

function isSimple(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 32 || code === 34 || code === 92 || (code >= 0xd800 && code <= 0xdfff)) return false;
  }
  return true;
}

const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

/**
 * Replaces escaped lone surrogates in JSON text by U+FFFD: Loki parses `"\ud800"` to an empty string.
 * Text without any is returned as it is.
 */
export function repairSurrogates(json: string): string {
  // JSON.stringify writes a surrogate as an escape only when it stands alone, so one search over the finished text
  // replaces a look at each string.
  return json.includes('\\ud') ? json.replace(escapes, keepPairs) : json;
}

const escapes = /\\(?:ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|ud[89a-f][0-9a-f]{2}|.)/g;

function keepPairs(found: string): string {
  return found.length === 6 && found.startsWith('\\ud') ? '\ufffd' : found;
}
