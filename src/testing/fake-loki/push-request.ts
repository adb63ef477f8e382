import { Refusal } from './refusal.ts';

/** One line as a client sent it. */
export interface PushedEntry {
  /** Nanoseconds since the epoch. */
  readonly time: bigint;
  readonly line: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface PushedStream {
  readonly labels: Readonly<Record<string, string>>;
  readonly entries: readonly PushedEntry[];
}

/** Loki's JSON push format, taken as strictly as Loki takes it: one wrong value and nothing of the request is stored. */
export function parsePush(body: Buffer): PushedStream[] {
  const request = parseJson(body);
  const streams = isObject(request) ? Reflect.get(request, 'streams') : undefined;
  if (streams === undefined || streams === null) return [];
  if (!Array.isArray(streams)) throw malformed('streams is no array');
  const parsed = streams.map(parseStream);
  for (const { labels } of parsed) checkNames(labels);
  return parsed;
}

function parseJson(body: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw malformed('the body is not UTF-8');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(text === '' ? 'EOF' : 'the body is no JSON');
  }
}

function parseStream(value: unknown): PushedStream {
  if (!isObject(value)) throw malformed('a stream is no object');
  const values: unknown = Reflect.get(value, 'values') ?? [];
  if (!Array.isArray(values)) throw malformed('values is no array');
  return { labels: texts(Reflect.get(value, 'stream') ?? {}, 'a label'), entries: values.map(parseEntry) };
}

function parseEntry(value: unknown): PushedEntry {
  if (!Array.isArray(value) || value.length < 2) throw malformed('an entry is no array of time and line');
  const [time, line, metadata] = value;
  return { time: parseTime(time), line: text(line, 'a line'), metadata: texts(metadata ?? {}, 'structured metadata') };
}

const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

function parseTime(value: unknown): bigint {
  const digits = text(value, 'a timestamp');
  if (!/^[+-]?\d{1,19}$/.test(digits)) throw malformed('a timestamp is no whole number in a string');
  const time = BigInt(digits.replace('+', ''));
  if (time < int64.min || time > int64.max) throw malformed('a timestamp is out of range');
  return time;
}

function texts(value: unknown, what: string): Readonly<Record<string, string>> {
  if (!isObject(value)) throw malformed(`${what} is no object`);
  // Not by assignment: a name such as __proto__ is a name like any other.
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [text(name, what), text(member, what)]));
}

/** An escape such as `\ud800` without its other half cannot be written as UTF-8: Loki's parser gives up on it. */
function text(value: unknown, what: string): string {
  if (typeof value !== 'string') throw malformed(`${what} is no string`);
  if (!value.isWellFormed()) throw malformed(`${what} holds half of a surrogate pair`);
  return value;
}

/** Names are looked at when the labels are put together again, behind the parser: the answer differs, the loss does not. */
function checkNames(labels: Readonly<Record<string, string>>): void {
  const wrong = Object.keys(labels).find((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
  if (wrong !== undefined) {
    throw new Refusal(400, `couldn't parse labels: parse error: unexpected character in label name ${quoted(wrong)}`);
  }
}

function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(why: string): Refusal {
  return new Refusal(400, `loghttp.PushRequest.Streams: []loghttp.LogProtoStream: unmarshalerDecoder: ${why}`);
}
