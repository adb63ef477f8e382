import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import protobuf from 'protobufjs';
import { onTestFinished } from 'vitest';

// The messages of an ExportLogsServiceRequest, numbers as in opentelemetry-proto 1.7; only what logs need.
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Request { repeated ResourceLogs resource_logs = 1; }
  message ResourceLogs { Resource resource = 1; repeated ScopeLogs scope_logs = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeLogs { Scope scope = 1; repeated LogRecord log_records = 2; }
  message Scope { string name = 1; string version = 2; }
  message LogRecord {
    fixed64 time_unix_nano = 1;
    int32 severity_number = 2;
    string severity_text = 3;
    AnyValue body = 5;
    repeated KeyValue attributes = 6;
    uint32 dropped_attributes_count = 7;
    fixed32 flags = 8;
    bytes trace_id = 9;
    bytes span_id = 10;
    fixed64 observed_time_unix_nano = 11;
  }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value {
      string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4;
      ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7;
    }
  }
  message ArrayValue { repeated AnyValue values = 1; }
  message KeyValueList { repeated KeyValue values = 1; }
  message Response { PartialSuccess partial_success = 1; }
  message PartialSuccess { int64 rejected_log_records = 1; string error_message = 2; }
`);
const requestType = root.lookupType('Request');
const responseType = root.lookupType('Response');

/** A log record as the collector read it. */
export interface ReceivedRecord {
  readonly resource: Readonly<Record<string, unknown>>;
  readonly scope: string;
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Hexadecimal. */
  readonly traceId: string;
  readonly spanId: string;
  readonly flags: number;
}

export interface CollectorRequest {
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly records: readonly ReceivedRecord[];
  /** The body after decompression, as Latin-1, to look for what must not be in it. */
  readonly raw: string;
}

/** What the collector answers instead of taking everything. */
export interface CollectorAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
  /** Records to reject in a partial success. */
  readonly rejected?: number;
  /** No answer at all. */
  readonly isHanging?: boolean;
}

/** Takes logs over OTLP/HTTP as a collector does, and reads what it was sent with an independent decoder. */
export interface Collector {
  readonly url: string;
  readonly requests: readonly CollectorRequest[];
  /** Records of all requests that were answered with success. */
  records(): ReceivedRecord[];
}

export async function startCollector(
  answer: (request: CollectorRequest, number: number) => CollectorAnswer = () => ({}),
): Promise<Collector> {
  const requests: CollectorRequest[] = [];
  const accepted: ReceivedRecord[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const sent = Buffer.concat(chunks);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    const received = {
      path: request.url,
      headers: request.headers,
      records: recordsIn(body),
      raw: body.toString('latin1'),
    };
    requests.push(received);
    const { status = 200, headers = {}, text, rejected = 0, isHanging = false } = answer(received, requests.length);
    if (isHanging) return;
    if (status === 200) accepted.push(...received.records);
    const partial =
      rejected === 0 ? {} : { partialSuccess: { rejectedLogRecords: rejected, errorMessage: 'too large' } };
    response.writeHead(status, { 'content-type': 'application/x-protobuf', ...headers });
    response.end(text ?? responseType.encode(responseType.create(partial)).finish());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A cast that holds: the server listens on a port.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, records: () => accepted };
}

/** What protobufjs decodes: the messages above, with bytes as base64 and 64-bit numbers as digits. */
interface Decoded {
  readonly resourceLogs?: readonly {
    readonly resource?: { readonly attributes?: readonly KeyValue[] };
    readonly scopeLogs?: readonly {
      readonly scope?: { readonly name?: string };
      readonly logRecords?: readonly DecodedRecord[];
    }[];
  }[];
}

interface DecodedRecord {
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly body?: AnyValue;
  readonly attributes?: readonly KeyValue[];
  readonly traceId?: string;
  readonly spanId?: string;
  readonly flags?: number;
}

interface KeyValue {
  readonly key?: string;
  readonly value?: AnyValue;
}

interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values?: readonly AnyValue[] };
  readonly kvlistValue?: { readonly values?: readonly KeyValue[] };
}

function recordsIn(body: Uint8Array): ReceivedRecord[] {
  const options = { longs: String, bytes: String, defaults: false };
  // A cast that holds: decoded by the messages at the top.
  const request = requestType.toObject(requestType.decode(body), options) as Decoded;
  return (request.resourceLogs ?? []).flatMap(({ resource, scopeLogs }) =>
    (scopeLogs ?? []).flatMap(({ scope, logRecords }) =>
      (logRecords ?? []).map((record) => ({
        resource: plain(resource?.attributes),
        scope: scope?.name ?? '',
        timeUnixNano: record.timeUnixNano,
        observedTimeUnixNano: record.observedTimeUnixNano,
        severityNumber: record.severityNumber ?? 0,
        severityText: record.severityText ?? '',
        body: contentOf(record.body),
        attributes: plain(record.attributes),
        traceId: hex(record.traceId),
        spanId: hex(record.spanId),
        flags: record.flags ?? 0,
      })),
    ),
  );
}

function hex(base64: string | undefined): string {
  return Buffer.from(base64 ?? '', 'base64').toString('hex');
}

function plain(pairs: readonly KeyValue[] = []): Record<string, unknown> {
  return Object.fromEntries(pairs.map(({ key = '', value }) => [key, contentOf(value)]));
}

function contentOf(value: AnyValue | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(contentOf);
  if (value.kvlistValue !== undefined) return plain(value.kvlistValue.values);
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.stringValue ?? value.boolValue ?? value.doubleValue ?? null;
}
