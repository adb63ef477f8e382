import { isSpanId, isTraceId } from './ids.ts';

/** What an attribute may be: what JSON may be. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Where a record's members go. */
export interface Divided {
  readonly attributes: Attributes;
  /** The message; below it stack traces, and what is too large for an attribute. */
  readonly body: string;
}

// Loki makes structured metadata of attributes: 64 KB and 128 entries for a line, and it adds some of its own.
const maxBytes = 60_000;
const maxLeaves = 110;

/** Divides a record into the message, what belongs below it, and attributes under their OpenTelemetry names. */
export function attributesOf(line: Readonly<Record<string, unknown>>): Divided {
  const below: string[] = [];
  const attributes: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(line)) {
    if (isOwnField(name, value) || isIdOfItsOwn(name, line)) continue;
    if (name === 'err' && isObject(value)) addError(attributes, value, below);
    else attributes[semanticNames.get(name) ?? name] = withoutStacks(value, below);
  }
  for (const name of tooMuch(attributes)) {
    below.push(`${name}: ${textOf(attributes[name])}`);
    delete attributes[name];
  }
  const message = typeof line['msg'] === 'string' ? line['msg'] : '';
  return { attributes, body: [message, ...below].filter((part) => part !== '').join('\n') };
}

/** What the record has a place for. Anything else under these names stays an attribute. */
function isOwnField(name: string, value: unknown): boolean {
  if (typeof value === 'number') return name === 'level' || name === 'time';
  return typeof value === 'string' && ownFields.has(name);
}

const ownFields: ReadonlySet<string> = new Set(['level', 'time', 'msg', 'service_name', 'version', 'env']);

/** Ids that fit into the record's own fields, see `spanOf`. */
function isIdOfItsOwn(name: string, line: Readonly<Record<string, unknown>>): boolean {
  if (!/^(?:trace_id|span_id|trace_flags)$/.test(name)) return false;
  return isTraceId(line['trace_id']) && (name !== 'span_id' || isSpanId(line['span_id']));
}

// Semantic conventions 1.45: the flat names that lines have for `| json`, and the names of OpenTelemetry.
const semanticNames: ReadonlyMap<string, string> = new Map([
  ['http_request_method', 'http.request.method'],
  ['http_route', 'http.route'],
  ['http_response_status_code', 'http.response.status_code'],
  ['http_request_body_size', 'http.request.body.size'],
  ['http_response_size', 'http.response.size'],
  ['url_path', 'url.path'],
  ['url_scheme', 'url.scheme'],
  ['server_address', 'server.address'],
  ['server_port', 'server.port'],
  ['client_address', 'client.address'],
  ['user_agent_original', 'user_agent.original'],
  ['network_protocol_version', 'network.protocol.version'],
  ['error_type', 'error.type'],
  ['hostname', 'host.name'],
  ['pid', 'process.pid'],
]);

const exceptionNames: ReadonlyMap<string, string> = new Map([
  ['type', 'exception.type'],
  ['message', 'exception.message'],
]);

function addError(attributes: Record<string, unknown>, error: object, below: string[]): void {
  for (const [name, value] of Object.entries(error)) {
    if (name === 'stack' && typeof value === 'string') below.push(value);
    else attributes[exceptionNames.get(name) ?? `err.${name}`] = withoutStacks(value, below);
  }
}

// Each level is three messages in protocol buffers, and decoders give up at 100 (the default of C++, Java and Python).
const maxDepth = 16;

/** A copy without the stack traces of errors inside, which go below the message in the order they stand. */
function withoutStacks(value: unknown, below: string[], depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === maxDepth) return JSON.stringify(value);
  if (Array.isArray(value)) return value.map((member) => withoutStacks(member, below, depth + 1));
  const copy: Record<string, unknown> = Object.create(null);
  for (const [name, member] of Object.entries(value)) {
    if (name === 'stack' && typeof member === 'string') below.push(member);
    else copy[name] = withoutStacks(member, below, depth + 1);
  }
  return copy;
}

/** Names of attributes that do not fit, the largest first. */
function tooMuch(attributes: Attributes): string[] {
  const sizes = Object.entries(attributes).map(([name, value]) => ({
    name,
    bytes: Buffer.byteLength(name) + Buffer.byteLength(textOf(value)),
    leaves: leavesOf(value),
  }));
  let bytes = sizes.reduce((sum, size) => sum + size.bytes, 0);
  let leaves = sizes.reduce((sum, size) => sum + size.leaves, 0);
  const names: string[] = [];
  for (const size of sizes.sort((a, b) => b.bytes - a.bytes)) {
    if (bytes <= maxBytes && leaves <= maxLeaves) break;
    names.push(size.name);
    bytes -= size.bytes;
    leaves -= size.leaves;
  }
  return names;
}

/** How many entries Loki makes of an attribute: it flattens objects and keeps arrays as one text. */
function leavesOf(value: unknown): number {
  if (!isObject(value)) return 1;
  return Object.values(value).reduce((sum: number, member) => sum + leavesOf(member), 0);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
