import { OptionsError, type Problem } from '../errors/index.ts';
import type { ExporterName } from './sdk.ts';

/** What the `OTEL_*` variables say about exporters. */
export interface ExportSettings {
  readonly spans: readonly ExporterName[];
  readonly logs: readonly ExporterName[];
  readonly metrics: readonly ExporterName[];
  /** For the batch processors, in OpenTelemetry's names. */
  readonly spanBatches: object;
  readonly logBatches: object;
  readonly metricTimes: object;
}

/** Reads the variables that OpenTelemetry's specification names. The exporters themselves read endpoints and headers. */
export function readExportSettings(environment: NodeJS.ProcessEnv): ExportSettings {
  const problems: Problem[] = [];
  const settings = {
    spans: exporters('TRACES', environment, problems),
    logs: exporters('LOGS', environment, problems),
    metrics: exporters('METRICS', environment, problems),
    spanBatches: batches('BSP', environment, problems),
    logBatches: batches('BLRP', environment, problems),
    metricTimes: metricTimes(environment, problems),
  };
  if (problems.length > 0) throw new OptionsError('the environment was refused', problems, 'LOGVEIL_ENV');
  return settings;
}

const protocols: readonly ExporterName[] = ['http/protobuf', 'http/json', 'grpc'];

function exporters(
  signal: 'TRACES' | 'LOGS' | 'METRICS',
  environment: NodeJS.ProcessEnv,
  problems: Problem[],
): ExporterName[] {
  const option = `OTEL_${signal}_EXPORTER`;
  const words = read(option, environment)
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (words.includes('none')) return [];
  const names = words.length === 0 ? ['otlp'] : [...new Set(words)];
  return names.flatMap((word) => {
    if (word === 'console') return ['console'];
    if (word === 'otlp') return [protocolOf(signal, environment, problems)];
    const message = 'must be otlp, console, none or a list of them; give others with the options of startTelemetry';
    problems.push({ option, message });
    return [];
  });
}

function protocolOf(signal: string, environment: NodeJS.ProcessEnv, problems: Problem[]): ExporterName {
  const names = [`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`, 'OTEL_EXPORTER_OTLP_PROTOCOL'];
  const option = names.find((name) => read(name, environment) !== '');
  if (option === undefined) return 'http/protobuf';
  const found = protocols.find((protocol) => protocol === read(option, environment));
  if (found === undefined) problems.push({ option, message: `must be one of ${protocols.join(', ')}` });
  return found ?? 'http/protobuf';
}

function batches(prefix: 'BSP' | 'BLRP', environment: NodeJS.ProcessEnv, problems: Problem[]): object {
  const number = (name: string): number | undefined => readNumber(`OTEL_${prefix}_${name}`, environment, problems);
  return {
    maxQueueSize: number('MAX_QUEUE_SIZE'),
    scheduledDelayMillis: number('SCHEDULE_DELAY'),
    exportTimeoutMillis: number('EXPORT_TIMEOUT'),
    maxExportBatchSize: number('MAX_EXPORT_BATCH_SIZE'),
  };
}

/** A minute, and half of it, are the specification's defaults; an export may take no longer than the interval. */
function metricTimes(environment: NodeJS.ProcessEnv, problems: Problem[]): object {
  const exportIntervalMillis = readNumber('OTEL_METRIC_EXPORT_INTERVAL', environment, problems) ?? 60_000;
  const wanted = readNumber('OTEL_METRIC_EXPORT_TIMEOUT', environment, problems) ?? 30_000;
  return { exportIntervalMillis, exportTimeoutMillis: Math.min(wanted, exportIntervalMillis) };
}

function readNumber(option: string, environment: NodeJS.ProcessEnv, problems: Problem[]): number | undefined {
  const text = read(option, environment);
  if (text === '') return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  problems.push({ option, message: `must be a whole number of at least 1, got a text of ${text.length} characters` });
  return undefined;
}

function read(name: string, environment: NodeJS.ProcessEnv): string {
  return environment[name]?.trim() ?? '';
}
