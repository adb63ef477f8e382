/** A record cut to size, and how many bytes of it are gone. */
export interface CutRecord {
  readonly text: string;
  readonly bytesGone: number;
}

/**
 * Cuts a JSON record to at most `maxBytes` of UTF-8 and keeps it valid: long strings lose their tails, long lists and
 * objects their ends, evenly, until it fits.
 * @param keep members that stay, shortened, whatever else goes: the error's and the message's keys
 * @returns `undefined` when the text is no JSON object
 */
export function cutRecord(json: string, maxBytes: number, keep: readonly string[]): CutRecord | undefined {
  const record = parseRecord(json);
  if (record === undefined) return undefined;
  const bytes = Buffer.byteLength(json);
  for (const limits of steps) {
    const shrunk = Object.assign(Object(shrink(record, limits, 0)), keptMembers(record, limits, keep));
    const text = JSON.stringify(shrunk);
    const size = Buffer.byteLength(text);
    if (size <= maxBytes) return { text, bytesGone: bytes - size };
  }
  const kept = keptMembers(record, lastLimits, keep);
  const small = JSON.stringify(Object.assign(smallMembers(record), kept));
  const text = Buffer.byteLength(small) <= maxBytes ? small : JSON.stringify(kept);
  return { text, bytesGone: bytes - Buffer.byteLength(text) };
}

interface ShrinkLimits {
  readonly maxText: number;
  readonly maxItems: number;
}

// Each step gives about a quarter of the one before: a record that is just over the limit loses little.
const steps: readonly ShrinkLimits[] = [
  { maxText: 65_536, maxItems: 4_096 },
  { maxText: 16_384, maxItems: 1_024 },
  { maxText: 4_096, maxItems: 256 },
  { maxText: 1_024, maxItems: 64 },
  { maxText: 256, maxItems: 16 },
];
const lastLimits: ShrinkLimits = { maxText: 128, maxItems: 8 };
const maxDepth = 64;

function parseRecord(json: string): object | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function shrink(value: unknown, limits: ShrinkLimits, depth: number): unknown {
  if (typeof value === 'string') return cutText(value, limits.maxText);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === maxDepth) return '[Truncated: depth]';
  if (Array.isArray(value)) {
    const kept = value.slice(0, limits.maxItems).map((item) => shrink(item, limits, depth + 1));
    return kept.length < value.length ? [...kept, `[Truncated: ${value.length - kept.length} more]`] : kept;
  }
  const entries = Object.entries(value);
  const out: Record<string, unknown> = Object.create(null);
  for (const [key, member] of entries.slice(0, limits.maxItems)) {
    out[cutText(key, limits.maxText)] = shrink(member, limits, depth + 1);
  }
  if (entries.length > limits.maxItems) out['...'] = `[Truncated: ${entries.length - limits.maxItems} more]`;
  return out;
}

/** The members that must survive, a line's whole fields being too many. */
function keptMembers(record: object, limits: ShrinkLimits, keep: readonly string[]): object {
  const kept = keep.filter((key) => Object.hasOwn(record, key));
  return Object.fromEntries(kept.map((key) => [key, shrink(Reflect.get(record, key), limits, 1)]));
}

/** A tree can be wide at every level and get by all limits: then its place is kept, and the members beside it whole. */
function smallMembers(record: object): Record<string, unknown> {
  const out: Record<string, unknown> = Object.create(null);
  for (const [key, member] of Object.entries(record).slice(0, lastMembers)) {
    const shown = shrink(member, lastLimits, 1);
    const size = JSON.stringify(shown).length;
    out[cutText(key, lastLimits.maxText)] = size > lastMemberSize ? `[Truncated: ${size} characters]` : shown;
  }
  return out;
}

// 64 members of at most 1,024 characters are a quarter of a line at the worst.
const lastMembers = 64;
const lastMemberSize = 1_024;

/** The start of a text and how much is gone, never ending inside a surrogate pair or a marker such as `[REDACTED:…]`. */
function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  let end = maxLength;
  const bracket = Math.max(text.lastIndexOf('[', end - 1), text.lastIndexOf('<', end - 1));
  if (bracket >= 0 && end - bracket <= maxMarkerLength && !/[\]>]/.test(text.slice(bracket, end))) end = bracket;
  const last = text.charCodeAt(end - 1);
  if (last >= 0xd800 && last <= 0xdbff) end--;
  const start = text.slice(0, end);
  return `${start}[Truncated: ${Buffer.byteLength(text) - Buffer.byteLength(start)} bytes]`;
}

const maxMarkerLength = 200;
