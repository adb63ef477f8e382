/** The string as a JSON string literal, lone surrogates repaired. */
export function quote(text: string): string {
  // One test by the expression engine and a concatenation cost a third of JSON.stringify on short strings; on long
  // ones JSON.stringify copies anyway.
  return text.length < 200 && !needsEscape.test(text) ? `"${text}"` : repairSurrogates(JSON.stringify(text));
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
