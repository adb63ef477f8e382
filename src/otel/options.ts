import { baggageProblems } from '../context/baggage.ts';
import { checkOptions, isArrayOf, type OptionRule } from '../context/check-options.ts';
import type { Problem } from '../errors/index.ts';
import { rulesProblems, type TelemetryRules } from './cleaner.ts';

/** Options of {@link startTelemetry}. What is not given comes from the `OTEL_*` variables, then from defaults. */
export interface TelemetryOptions extends TelemetryRules {
  /** Resource attribute `service.name`. @defaultValue the logger's, `OTEL_SERVICE_NAME`, or OpenTelemetry's own */
  readonly service?: string;
  /** Resource attribute `deployment.environment.name`. @defaultValue the logger's */
  readonly env?: string;
  /** Resource attribute `service.version`. @defaultValue the logger's */
  readonly version?: string;
  /**
   * More attributes of the resource: `{ 'k8s.namespace.name': 'shop' }`. As everywhere in OpenTelemetry,
   * `OTEL_RESOURCE_ATTRIBUTES` goes before these, `env` and `version`.
   */
  readonly resource?: Readonly<Record<string, string>>;
  /** Base of the OTLP endpoint, as in `OTEL_EXPORTER_OTLP_ENDPOINT`. @defaultValue http://localhost:4318 */
  readonly url?: string;
  /** Headers of requests to it, over HTTP. @defaultValue `OTEL_EXPORTER_OTLP_HEADERS` */
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of the OTLP exporter of spans; each is wrapped. Structurally OpenTelemetry's `SpanExporter`. */
  readonly spanExporters?: readonly object[];
  /** Instead of the OTLP exporter of log records; each is wrapped. */
  readonly logRecordExporters?: readonly object[];
  /** More span processors. They get spans at their start, and clean copies at their end. */
  readonly spanProcessors?: readonly object[];
  /** More log record processors. They get clean copies. */
  readonly logRecordProcessors?: readonly object[];
  /** Instances of instrumentations. @defaultValue HTTP and undici, as far as they are installed */
  readonly instrumentations?: readonly object[];
  /** Baggage entries that become fields of the context of a request, so that its lines carry them: `['tenant']`. */
  readonly baggage?: readonly string[];
  /** Longest wait for telemetry to be exported when the process ends. @defaultValue 5000 */
  readonly shutdownWithinMs?: number;
  /** Signals on which telemetry is exported before the process ends; an empty array for none. @defaultValue SIGTERM, SIGINT */
  readonly signals?: readonly NodeJS.Signals[];
  /** More of NodeSDK's configuration: `sampler`, `views`, `textMapPropagator`, `resourceDetectors`, … */
  readonly sdk?: Readonly<Record<string, unknown>>;
}

/** Half of the 10 s that Docker leaves a process after SIGTERM (Kubernetes: 30 s). */
export const defaultShutdownMs = 5_000;

// They would replace what cleans, or are options here.
const notForSdk: readonly string[] = [
  'traceExporter',
  'spanProcessor',
  'spanProcessors',
  'logRecordProcessor',
  'logRecordProcessors',
  'metricReader',
  'metricReaders',
  'instrumentations',
  'resource',
  'serviceName',
];

const rules: Readonly<Record<keyof TelemetryOptions, OptionRule>> = {
  redact: ['the redact option', () => true],
  logger: ['a logger', () => true],
  service: ['a text of 1 to 256 characters', isShortText],
  env: ['a text of 1 to 256 characters', isShortText],
  version: ['a text of 1 to 256 characters', isShortText],
  resource: ['an object of texts', isTexts],
  url: ['an absolute http or https URL without credentials', isEndpoint],
  headers: ['an object of texts', isTexts],
  spanExporters: ['an array of span exporters', isArrayOf((value) => hasMethod(value, 'export'))],
  logRecordExporters: ['an array of log record exporters', isArrayOf((value) => hasMethod(value, 'export'))],
  spanProcessors: ['an array of span processors', isArrayOf((value) => hasMethod(value, 'onEnd'))],
  logRecordProcessors: ['an array of log record processors', isArrayOf((value) => hasMethod(value, 'onEmit'))],
  instrumentations: [
    'an array of instrumentations',
    isArrayOf((value) => [value].flat().every((one) => hasMethod(one, 'enable'))),
  ],
  baggage: ['an array of names', isArrayOf((value) => typeof value === 'string')],
  shutdownWithinMs: ['a number of milliseconds, 0 to 600000', isWait],
  signals: ['an array of signals', isArrayOf((value) => typeof value === 'string' && value.startsWith('SIG'))],
  sdk: ['an object', (value) => typeof value === 'object' && value !== null && !Array.isArray(value)],
};

/** Everything wrong with the options. */
export function telemetryProblems(options: TelemetryOptions): Problem[] {
  const problems = checkOptions(options, rules);
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return problems;
  problems.push(...rulesProblems(options));
  for (const name of Object.keys(Object(options.sdk))) {
    if (notForSdk.includes(name)) {
      problems.push({ option: `sdk.${name}`, message: 'is not passed on, for it would go round the redaction' });
    }
  }
  if (Array.isArray(options.baggage)) problems.push(...baggageProblems(options.baggage));
  return problems;
}

function isShortText(value: unknown): boolean {
  return typeof value === 'string' && /^[^\p{Cc}]{1,256}$/u.test(value);
}

function isTexts(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((one) => typeof one === 'string');
}

function isEndpoint(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
}

function hasMethod(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';
}

function isWait(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 600_000;
}
