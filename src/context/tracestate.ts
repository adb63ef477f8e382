// W3C Trace Context (Level 2, section 3.3): members `key=value` with commas between, at most 32, each key once. A key has
// lower-case letters, digits, `_-*/@`; a value 1 to 256 printable characters but comma and equals sign.
const member = /^[a-z0-9][a-z0-9_\-*/@]{0,255}=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{1,256}$/;
const maxMembers = 32;
// Section 3.3.1.5: at least 512 characters should be passed on; when it is more, members above 128 go first, then the last.
const maxLength = 512;
const longMember = 128;
// 32 of the longest members and their commas.
const maxRead = 32 * 514;

/**
 * A `tracestate` as it may be sent on: its members as they came, cut to 512 characters by whole members; empty when it has
 * none, `undefined` when it is not valid.
 */
export function parseTracestate(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > maxRead) return undefined;
  const members = value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (members.length > maxMembers || !members.every((part) => member.test(part))) return undefined;
  if (new Set(members.map(keyOf)).size < members.length) return undefined;
  return shortened(members).join(',');
}

function keyOf(text: string): string {
  return text.slice(0, text.indexOf('='));
}

function shortened(members: readonly string[]): readonly string[] {
  if (lengthOf(members) <= maxLength) return members;
  const kept = members.filter((text) => text.length <= longMember);
  while (lengthOf(kept) > maxLength) kept.pop();
  return kept;
}

function lengthOf(members: readonly string[]): number {
  return members.reduce((sum, text) => sum + text.length + 1, -1);
}
