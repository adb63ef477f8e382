import { OptionsError } from '../errors/index.ts';
import { loaderOf, type PackageLoader, peerLoader } from './load.ts';
import type { MetricExporterShape } from './metric-exporter.ts';
import type { Exporter, LogRecordProcessorShape, LogRecordShape, SpanProcessorShape, SpanShape } from './shapes.ts';

export type AnySpanProcessor = SpanProcessorShape<unknown, unknown, SpanShape>;
export type AnyLogRecordProcessor = LogRecordProcessorShape<LogRecordShape, unknown>;

/** A running OpenTelemetry SDK. */
export interface NodeSdk {
  start(): void;
  shutdown(): Promise<void>;
}

type Make<Made> = new (settings?: object) => Made;

/** The parts of OpenTelemetry that are put together. All come from the one package a service installs. */
export interface SdkParts {
  readonly NodeSDK: Make<NodeSdk>;
  readonly BatchSpanProcessor: Make<AnySpanProcessor>;
  readonly BatchLogRecordProcessor: Make<AnyLogRecordProcessor>;
  /** `defaultResource().merge(resourceFromAttributes(…))` */
  readonly resourceOf: (attributes: Readonly<Record<string, string>>) => object;
  readonly spanExporter: (name: ExporterName, settings: object) => Exporter<SpanShape>;
  readonly logRecordExporter: (name: ExporterName, settings: object) => Exporter<LogRecordShape>;
  readonly metricExporter: (name: ExporterName, settings: object) => MetricExporterShape;
  readonly MetricReader: Make<object>;
  /** Of the package, for the packages that come with it. */
  readonly file: string;
}

/** What an exporter can be: a protocol of OTLP, or the console. */
export type ExporterName = 'http/protobuf' | 'http/json' | 'grpc' | 'console';

const packageName = '@opentelemetry/sdk-node';
const install = `npm install ${packageName}@^0.223 @opentelemetry/api@~1.9.1`;

/**
 * Loads the SDK: the newest on Node 20, 0.223, or a later one.
 *
 * @throws OptionsError that says what to install
 */
export function loadSdk(peers: PackageLoader = peerLoader()): SdkParts {
  const file = peers.resolve(packageName);
  if (file === undefined) throw missing(`needs the package ${packageName}: ${install}`);
  const own = loaderOf(file);
  const exportOf = (name: string, member: string): unknown => memberOf(loaded(own, name), member);
  const make = <Made>(name: string, member: string): Make<Made> => {
    const found = exportOf(name, member);
    if (typeof found !== 'function') {
      throw missing(`needs ${name} with ${member}, which comes with ${packageName} 0.223 and later: ${install}`);
    }
    // A cast that holds: the name is that of a class of OpenTelemetry's, and its absence is told above.
    return found as Make<Made>;
  };
  const construct = <Made>(name: string, member: string, settings?: object): Made =>
    new (make<Made>(name, member))(settings);
  return {
    file,
    NodeSDK: make(file, 'NodeSDK'),
    BatchSpanProcessor: make('@opentelemetry/sdk-trace', 'BatchSpanProcessor'),
    BatchLogRecordProcessor: make('@opentelemetry/sdk-logs', 'BatchLogRecordProcessor'),
    resourceOf: (attributes) => mergedResource(own.load('@opentelemetry/resources'), attributes),
    spanExporter: (name, settings) =>
      name === 'console'
        ? construct('@opentelemetry/sdk-trace', 'ConsoleSpanExporter')
        : construct(`@opentelemetry/exporter-trace-otlp-${suffix[name]}`, 'OTLPTraceExporter', settings),
    logRecordExporter: (name, settings) =>
      name === 'console'
        ? construct('@opentelemetry/sdk-logs', 'ConsoleLogRecordExporter')
        : construct(`@opentelemetry/exporter-logs-otlp-${suffix[name]}`, 'OTLPLogExporter', settings),
    metricExporter: (name, settings) =>
      name === 'console'
        ? construct('@opentelemetry/sdk-metrics', 'ConsoleMetricExporter')
        : construct(`@opentelemetry/exporter-metrics-otlp-${suffix[name]}`, 'OTLPMetricExporter', settings),
    MetricReader: make('@opentelemetry/sdk-metrics', 'PeriodicExportingMetricReader'),
  };
}

/** Half an installation says only which file of which package asked in vain. */
function loaded(own: PackageLoader, name: string): unknown {
  try {
    return own.load(name);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'MODULE_NOT_FOUND') throw error;
    const [, wanted = name] = /^Cannot find module '([^']{1,200})'/.exec(error.message) ?? [];
    throw missing(`needs the package ${wanted}, which ${packageName} brings: ${install}`);
  }
}

const suffix = { 'http/protobuf': 'proto', 'http/json': 'http', grpc: 'grpc' } as const;

function mergedResource(resources: unknown, attributes: Readonly<Record<string, string>>): object {
  const base: unknown = callMember(resources, 'defaultResource');
  const own: unknown = callMember(resources, 'resourceFromAttributes', attributes);
  // A cast that holds: what cannot be merged is no resource, and the SDK would not take it either.
  return callMember(base, 'merge', own) as object;
}

function callMember(holder: unknown, name: string, argument?: unknown): unknown {
  const member = memberOf(holder, name);
  if (typeof member !== 'function') throw missing(`needs ${packageName} 0.223 or later: ${install}`);
  return Reflect.apply(member, holder, [argument]);
}

function memberOf(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
}

function missing(message: string): OptionsError {
  return new OptionsError('startTelemetry was refused', [{ option: 'startTelemetry', message }]);
}
