import { allowBaggage } from '../context/baggage.ts';
import { readSpanSource } from '../context/span.ts';
import { OptionsError } from '../errors/index.ts';
import { onSignals } from '../process/on-signals.ts';
import { type LoggerRules, rulesOf } from '../redact/of-logger.ts';
import { Cleaner } from './cleaner.ts';
import { type ExportSettings, readExportSettings } from './environment.ts';
import { logRecordExporter, spanExporter } from './exporters.ts';
import {
  defaultInstrumentations,
  type Instrumentation,
  registerLoaderHook,
  sendsPinoLogs,
} from './instrumentations.ts';
import { peerLoader } from './load.ts';
import { metricExporter } from './metric-exporter.ts';
import { observeCounts } from './metrics.ts';
import { type TelemetryOptions, telemetryProblems } from './options.ts';
import { spanProcessor } from './processors.ts';
import { setRunning, telemetryState } from './running.ts';
import { type AnyLogRecordProcessor, type AnySpanProcessor, loadSdk, type NodeSdk, type SdkParts } from './sdk.ts';
import type { Exporter, LogRecordShape, SpanShape } from './shapes.ts';

/** Telemetry that runs. */
export interface Telemetry {
  /**
   * Exports what is left and ends. Resolves at the latest after `shutdownWithinMs`; false when that was too short or
   * something could not be exported. Never rejects. Before `process.exit()` it has to be awaited.
   */
  shutdown(): Promise<boolean>;
}

/**
 * Starts OpenTelemetry with everything it exports cleaned by the logger's rules: spans and log records of whatever
 * instrumentation made them, with their attributes, events, links and messages, and the resource. Call it before
 * anything that is to be instrumented is loaded: in a file of its own, for `node --import ./telemetry.js`. Needs the
 * package `@opentelemetry/sdk-node`.
 *
 * @throws OptionsError that lists everything wrong with options and environment, or says what to install
 *
 * @example
 * ```ts
 * import { startTelemetry } from 'logveil/otel';
 * startTelemetry({ service: 'checkout', env: 'production', version: '1.4.2', redact: { keys: ['loyalty number'] } });
 * ```
 */
export function startTelemetry(options: TelemetryOptions = {}): Telemetry {
  const problems = telemetryProblems(options);
  if (problems.length > 0) throw new OptionsError('startTelemetry was refused', problems);
  if (telemetryState().running !== undefined || readSpanSource().tracerProvider) throw alreadyRunning();
  const settings = readExportSettings(process.env);
  const peers = peerLoader();
  const parts = loadSdk(peers);
  const cleaner = new Cleaner(options);
  registerLoaderHook(parts);
  const instrumentations = (options.instrumentations ?? defaultInstrumentations(peers)).flat();
  const sdk = new parts.NodeSDK({
    ...options.sdk,
    instrumentations,
    ...resourceOf(options, parts),
    spanProcessors: spanProcessors(options, { settings, parts, cleaner }),
    logRecordProcessors: logRecordProcessors(options, { settings, parts, cleaner }),
    metricReaders: metricReaders(options, { settings, parts, cleaner }),
  });
  sdk.start();
  allowBaggage(options.baggage ?? []);
  return run(sdk, { options, cleaner, instrumentations });
}

function alreadyRunning(): OptionsError {
  const message =
    'must run once, and before other OpenTelemetry SDKs: one is registered already, and what it exports is not clean. Wrap its exporters with redactSpanExporter and redactLogRecordExporter, or remove it. Rules of a logger are added with useLogger.';
  return new OptionsError('startTelemetry was refused', [{ option: 'startTelemetry', message }]);
}

interface Making {
  readonly settings: ExportSettings;
  readonly parts: SdkParts;
  readonly cleaner: Cleaner;
}

function spanProcessors(options: TelemetryOptions, { settings, parts, cleaner }: Making): AnySpanProcessor[] {
  // The casts hold: the options were checked for the methods that are called.
  const given = options.spanExporters as readonly Exporter<SpanShape>[] | undefined;
  const exporters = given ?? settings.spans.map((name) => parts.spanExporter(name, otlp(options, 'traces')));
  const more = (options.spanProcessors ?? []) as readonly AnySpanProcessor[];
  return [
    ...more.map((processor) => spanProcessor(processor, cleaner)),
    ...exporters.map((exporter) => {
      return new parts.BatchSpanProcessor({ ...settings.spanBatches, exporter: spanExporter(exporter, cleaner) });
    }),
  ];
}

function logRecordProcessors(options: TelemetryOptions, { settings, parts, cleaner }: Making): AnyLogRecordProcessor[] {
  // A cast that holds: the options were checked for the methods that are called.
  const given = options.logRecordExporters as readonly Exporter<LogRecordShape>[] | undefined;
  const exporters = given ?? settings.logs.map((name) => parts.logRecordExporter(name, otlp(options, 'logs')));
  return exporters.map((exporter) => {
    return new parts.BatchLogRecordProcessor({
      ...settings.logBatches,
      exporter: logRecordExporter(exporter, cleaner),
    });
  });
}

function metricReaders(options: TelemetryOptions, { settings, parts, cleaner }: Making): object[] {
  return settings.metrics.map((name) => {
    const exporter = metricExporter(parts.metricExporter(name, otlp(options, 'metrics')), cleaner);
    return new parts.MetricReader({ ...settings.metricTimes, exporter });
  });
}

/** Settings of an OTLP exporter, as far as they are not left to the environment. */
function otlp({ url, headers }: TelemetryOptions, signal: 'traces' | 'logs' | 'metrics'): object {
  return {
    ...(url !== undefined && { url: `${url.replace(/\/$/, '')}/v1/${signal}` }),
    ...(headers !== undefined && { headers: { ...headers } }),
  };
}

function resourceOf(options: TelemetryOptions, parts: SdkParts): object {
  const { service_name, env, version } = rulesOf(options.logger)?.service ?? {};
  const own = {
    'service.name': options.service ?? service_name,
    'deployment.environment.name': options.env ?? env,
    'service.version': options.version ?? version,
  };
  const named = Object.entries(own).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const attributes = { ...Object.fromEntries(named), ...options.resource };
  const serviceName = attributes['service.name'];
  return {
    resource: parts.resourceOf(attributes),
    // Said once more, for detected attributes come after the resource's.
    ...(serviceName !== undefined && { serviceName }),
  };
}

interface Started {
  readonly options: TelemetryOptions;
  readonly cleaner: Cleaner;
  readonly instrumentations: readonly Instrumentation[];
}

function run(sdk: NodeSdk, { options, cleaner, instrumentations }: Started): Telemetry {
  const loggers = new Set<object>(options.logger === undefined ? [] : [options.logger]);
  const ownEngines = new Set(cleaner.engines);
  const endMetrics = observeCounts({ engines: () => [...ownEngines], loggers: () => [...loggers] });
  const sendsLogs = sendsPinoLogs(instrumentations);
  let isTold = false;
  const look = (logger: object): void => {
    if (!sendsLogs || isTold || !deliversItself(logger)) return;
    isTold = true;
    process.emitWarning(twice, { type: 'LogveilWarning', code: 'LOGVEIL_LOGS_SENT_TWICE' });
  };
  for (const logger of loggers) look(logger);
  setRunning({
    addLogger: (logger: object, rules: LoggerRules) => {
      cleaner.add(rules.engine);
      ownEngines.add(rules.engine);
      loggers.add(logger);
      look(logger);
    },
    instrumentations: instrumentations.map(({ instrumentationName = 'unknown' }) => instrumentationName),
  });
  const { shutdownWithinMs = 5_000, signals = ['SIGTERM', 'SIGINT'] } = options;
  let ending: Promise<boolean> | undefined;
  const shutdown = (): Promise<boolean> => {
    ending ??= end();
    return ending;
  };
  const end = async (): Promise<boolean> => {
    const isDone = await withDeadline(sdk.shutdown(), shutdownWithinMs);
    endMetrics();
    return isDone;
  };
  const removeSignals = onSignals(signals, async () => void (await shutdown()));
  const onIdle = (): void => void shutdown();
  process.once('beforeExit', onIdle);
  return {
    shutdown: async () => {
      const isDone = await shutdown();
      removeSignals();
      process.removeListener('beforeExit', onIdle);
      return isDone;
    },
  };
}

const twice =
  'instrumentation-pino sends every line as a log record, and the logger delivers its lines itself, so each arrives twice: make it new PinoInstrumentation({ disableLogSending: true })';

function deliversItself(logger: object): boolean {
  const stats: unknown = Reflect.get(logger, 'stats');
  // A cast that holds: only createLogger's loggers come here, and this is what their stats are.
  return (
    typeof stats === 'function' && (Reflect.apply(stats, logger, []) as { delivery?: object }).delivery !== undefined
  );
}

function withDeadline(work: Promise<void>, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => resolve(false), withinMs);
    const done = (isDone: boolean): void => {
      clearTimeout(deadline);
      resolve(isDone);
    };
    work.then(
      () => done(true),
      () => done(false),
    );
  });
}
