import type { Entry } from '../ship/sender.ts';
import { type Attributes, attributesOf, type Divided } from './attributes.ts';
import { isSpanId, isTraceId } from './ids.ts';

/** Seconds since the epoch and nanoseconds on top. */
type Time = readonly [seconds: number, nanoseconds: number];

/** A log record as OpenTelemetry's encoder takes it. */
export interface LogRecord {
  readonly hrTime: Time;
  readonly hrTimeObserved: Time;
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly body?: string;
  readonly spanContext?: { readonly traceId: string; readonly spanId: string; readonly traceFlags: number };
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  /** The same object for equal resources: the encoder groups by it. */
  readonly resource: { readonly attributes: Attributes };
  readonly instrumentationScope: { readonly name: string };
}

// The lowest number of each range (OpenTelemetry log data model, "Field: SeverityNumber", 2026-11).
const severities: ReadonlyMap<unknown, number> = new Map([
  ['trace', 1],
  ['debug', 5],
  ['info', 9],
  ['warn', 13],
  ['error', 17],
  ['fatal', 21],
]);

/** pino's numbers, for lines that other loggers wrote: 10 is trace, 60 fatal, one in between has the range below it. */
function severityOf(level: unknown): number | undefined {
  if (typeof level !== 'number') return severities.get(level);
  return 1 + 4 * (Math.min(6, Math.max(1, Math.floor(level / 10))) - 1);
}

const scope = { name: 'logveil' };

/** Turns lines into records. The same entry makes the same record every time. */
export function createRecordMaker(): (entry: Entry) => LogRecord {
  const resourceOf = createResources();
  return (entry) => {
    const time = timeOf(entry);
    const base = { hrTime: time, hrTimeObserved: time, droppedAttributesCount: 0, instrumentationScope: scope };
    const line = parse(entry.line);
    // What is no record is sent as it is.
    if (line === undefined) return { ...base, body: entry.line, attributes: {}, resource: resourceOf({}, entry) };
    const divided = divide(line);
    if (divided === undefined) return { ...base, body: entry.line, attributes: {}, resource: resourceOf(line, entry) };
    const { attributes, body } = divided;
    const severity = severityOf(line['level']);
    return {
      ...base,
      ...(severity === undefined ? {} : { severityNumber: severity }),
      ...(typeof line['level'] === 'string' ? { severityText: line['level'] } : {}),
      ...(body === '' ? {} : { body }),
      ...spanOf(line),
      attributes,
      resource: resourceOf(line, entry),
    };
  };
}

/** Lines of other loggers may be nested deeper than the stack is; they go as they are. */
function divide(line: Readonly<Record<string, unknown>>): Divided | undefined {
  try {
    return attributesOf(line);
  } catch {
    return undefined;
  }
}

function timeOf({ ms, ns }: Entry): Time {
  const seconds = Math.floor(ms / 1000);
  return [seconds, (ms - seconds * 1000) * 1_000_000 + ns];
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    // A cast that holds: JSON's objects have names and values.
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // A line of another program, or one that was cut.
  }
  return undefined;
}

/** Ids go into fields of their own, as bytes; what is no id stays an attribute. */
function spanOf(line: Readonly<Record<string, unknown>>): Pick<LogRecord, 'spanContext'> {
  const traceId = line['trace_id'];
  if (!isTraceId(traceId)) return {};
  const spanId = isSpanId(line['span_id']) ? line['span_id'] : '';
  const flags = line['trace_flags'];
  const traceFlags = typeof flags === 'string' && /^[0-9a-f]{2}$/.test(flags) ? Number.parseInt(flags, 16) : 0;
  return { spanContext: { traceId, spanId, traceFlags } };
}

// Semantic conventions 1.45 for what the logger writes about its service.
const resourceNames = [
  ['service_name', 'service.name'],
  ['version', 'service.version'],
  ['env', 'deployment.environment.name'],
] as const;

// One process logs for a handful of services; more than this is not remembered.
const maxResources = 1000;

type ResourceOf = (line: Readonly<Record<string, unknown>>, entry: Entry) => LogRecord['resource'];

function createResources(): ResourceOf {
  const known = new Map<string, LogRecord['resource']>();
  return (line, { stamp }) => {
    const own = textsOf(stamp['resource']);
    const key = JSON.stringify([own, ...resourceNames.map(([name]) => line[name])]);
    const found = known.get(key);
    if (found !== undefined) return found;
    const said = resourceNames.flatMap(([name, semantic]) => {
      const value = line[name];
      return typeof value === 'string' ? [[semantic, value] as const] : [];
    });
    const resource = { attributes: { ...own, ...Object.fromEntries(said) } };
    if (known.size >= maxResources) known.clear();
    known.set(key, resource);
    return resource;
  };
}

/** What another version wrote into the spool may have any form. */
function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, member]) => typeof member === 'string'));
}
