import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import protobuf from 'protobufjs';
import { startGrpcServer } from './grpc-server.ts';

// The messages of the three export requests, numbers as in opentelemetry-proto 1.7; what these tests read.
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Traces { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message ScopeSpans { Scope scope = 1; repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; bytes parent_span_id = 4; string name = 5;
    int32 kind = 6; fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8;
    repeated KeyValue attributes = 9; repeated Event events = 11; repeated Link links = 13; Status status = 15;
  }
  message Event { fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3; }
  message Link { bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; repeated KeyValue attributes = 4; }
  message Status { string message = 2; int32 code = 3; }
  message Logs { repeated ResourceLogs resource_logs = 1; }
  message ResourceLogs { Resource resource = 1; repeated ScopeLogs scope_logs = 2; }
  message ScopeLogs { Scope scope = 1; repeated LogRecord log_records = 2; }
  message LogRecord {
    fixed64 time_unix_nano = 1; int32 severity_number = 2; string severity_text = 3; AnyValue body = 5;
    repeated KeyValue attributes = 6; bytes trace_id = 9; bytes span_id = 10;
  }
  message Metrics { repeated ResourceMetrics resource_metrics = 1; }
  message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scope_metrics = 2; }
  message ScopeMetrics { Scope scope = 1; repeated Metric metrics = 2; }
  message Metric { string name = 1; string unit = 3; Gauge gauge = 5; Sum sum = 7; }
  message Gauge { repeated Point data_points = 1; }
  message Sum { repeated Point data_points = 1; }
  message Point { repeated KeyValue attributes = 7; double as_double = 4; sfixed64 as_int = 6; }
  message Resource { repeated KeyValue attributes = 1; }
  message Scope { string name = 1; string version = 2; repeated KeyValue attributes = 3; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value {
      string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4;
      ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7;
    }
  }
  message ArrayValue { repeated AnyValue values = 1; }
  message KeyValueList { repeated KeyValue values = 1; }
`);

type Attributes = Readonly<Record<string, unknown>>;

/** A span as the collector read it; ids in hexadecimal. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly attributes: Attributes;
  readonly events: readonly { readonly name: string; readonly attributes: Attributes }[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string; readonly attributes: Attributes }[];
  readonly status: { readonly code: number; readonly message: string };
  readonly scope: string;
  readonly resource: Attributes;
}

export interface ReceivedLog {
  readonly traceId: string;
  readonly spanId: string;
  readonly body: unknown;
  readonly attributes: Attributes;
  readonly scope: string;
  readonly resource: Attributes;
}

export interface ReceivedPoint {
  readonly metric: string;
  readonly unit: string;
  readonly value: number;
  readonly attributes: Attributes;
}

/** Takes traces, logs and metrics over OTLP, and reads them with an independent decoder. */
export interface Collector {
  readonly url: string;
  /** Every body after decompression, as Latin-1, to look for what must not be in it. */
  readonly raw: readonly string[];
  readonly spans: readonly ReceivedSpan[];
  readonly logs: readonly ReceivedLog[];
  readonly points: readonly ReceivedPoint[];
  close(): void;
}

interface CollectorOptions {
  /** Whether it never answers, over HTTP. */
  readonly isHanging?: boolean;
  readonly isGrpc?: boolean;
}

export async function startCollector({ isHanging = false, isGrpc = false }: CollectorOptions = {}): Promise<Collector> {
  const raw: string[] = [];
  const spans: ReceivedSpan[] = [];
  const logs: ReceivedLog[] = [];
  const points: ReceivedPoint[] = [];
  const take = (path: string, body: Buffer, isJson = false): void => {
    raw.push(body.toString('latin1'));
    if (isHanging) return;
    const read = (type: string): Json => (isJson ? JSON.parse(body.toString()) : decode(type, body));
    if (/\/v1\/traces$|\.TraceService\/Export$/.test(path)) spans.push(...spansOf(read('Traces')));
    if (/\/v1\/logs$|\.LogsService\/Export$/.test(path)) logs.push(...logsOf(read('Logs')));
    if (/\/v1\/metrics$|\.MetricsService\/Export$/.test(path)) points.push(...pointsOf(read('Metrics')));
  };
  const { url, close } = isGrpc ? await startGrpcServer(take) : await startHttpServer(take, isHanging);
  return { url, raw, spans, logs, points, close };
}

async function startHttpServer(
  take: (path: string, body: Buffer, isJson: boolean) => void,
  isHanging: boolean,
): Promise<{ url: string; close: () => void }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const sent = Buffer.concat(chunks);
    const isJson = request.headers['content-type']?.includes('json') === true;
    take(String(request.url), request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent, isJson);
    if (isHanging) return;
    response.writeHead(200, { 'content-type': isJson ? 'application/json' : 'application/x-protobuf' });
    response.end(isJson ? '{}' : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A cast that holds: the server listens on a port.
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

/** What protobufjs gives, and what OTLP's JSON is: members in camelCase, 64-bit numbers as digits. */
interface Json {
  readonly [member: string]: unknown;
}

function decode(type: string, body: Uint8Array): Json {
  const message = root.lookupType(type);
  return message.toObject(message.decode(body), { longs: String, bytes: String, defaults: false });
}

function list(holder: unknown, name: string): Json[] {
  const member: unknown = typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
  return Array.isArray(member) ? member : [];
}

function spansOf(request: Json): ReceivedSpan[] {
  return list(request, 'resourceSpans').flatMap(({ resource, scopeSpans }) =>
    list({ scopeSpans }, 'scopeSpans').flatMap(({ scope, spans }) =>
      list({ spans }, 'spans').map((span) => ({
        traceId: id(span['traceId']),
        spanId: id(span['spanId']),
        parentSpanId: id(span['parentSpanId']),
        traceState: String(span['traceState'] ?? ''),
        name: String(span['name']),
        kind: Number(span['kind']),
        startTimeUnixNano: String(span['startTimeUnixNano']),
        attributes: plain(span),
        events: list(span, 'events').map((event) => ({ name: String(event['name']), attributes: plain(event) })),
        links: list(span, 'links').map((link) => ({
          traceId: id(link['traceId']),
          spanId: id(link['spanId']),
          attributes: plain(link),
        })),
        status: { code: 0, message: '', ...Object(span['status']) },
        scope: String(Object(scope).name),
        resource: plain(resource),
      })),
    ),
  );
}

function logsOf(request: Json): ReceivedLog[] {
  return list(request, 'resourceLogs').flatMap(({ resource, scopeLogs }) =>
    list({ scopeLogs }, 'scopeLogs').flatMap(({ scope, logRecords }) =>
      list({ logRecords }, 'logRecords').map((record) => ({
        traceId: id(record['traceId']),
        spanId: id(record['spanId']),
        body: contentOf(record['body']),
        attributes: plain(record),
        scope: String(Object(scope).name),
        resource: plain(resource),
      })),
    ),
  );
}

function pointsOf(request: Json): ReceivedPoint[] {
  return list(request, 'resourceMetrics').flatMap((resource) =>
    list(resource, 'scopeMetrics').flatMap((scope) =>
      list(scope, 'metrics').flatMap(({ name, unit, sum, gauge }) =>
        list(sum ?? gauge, 'dataPoints').map((point) => ({
          metric: String(name),
          unit: String(unit),
          value: Number(point['asInt'] ?? point['asDouble'] ?? 0),
          attributes: plain(point),
        })),
      ),
    ),
  );
}

/** Bytes as base64 in protocol buffers, hexadecimal already in JSON. */
function id(text: unknown): string {
  const written = String(text ?? '');
  return /^(?:[0-9a-f]{16}|[0-9a-f]{32})$/.test(written) ? written : Buffer.from(written, 'base64').toString('hex');
}

function plain(holder: unknown): Record<string, unknown> {
  return Object.fromEntries(list(holder, 'attributes').map(({ key, value }) => [String(key), contentOf(value)]));
}

function contentOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const { arrayValue, kvlistValue, intValue, stringValue, boolValue, doubleValue }: Json = { ...value };
  if (arrayValue !== undefined) return list(arrayValue, 'values').map(contentOf);
  if (kvlistValue !== undefined) return plain({ attributes: list(kvlistValue, 'values') });
  if (intValue !== undefined) return Number(intValue);
  return stringValue ?? boolValue ?? doubleValue ?? null;
}
