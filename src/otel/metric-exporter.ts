import { SharedParts } from './clean-parts.ts';
import { type Attributes, type Cleaner, createCleaner, type TelemetryRules } from './cleaner.ts';
import { noteWrapped } from './running.ts';
import type { ResourceShape, ScopeShape } from './shapes.ts';

interface PointShape {
  readonly startTime: unknown;
  readonly endTime: unknown;
  readonly attributes: Attributes;
  readonly value: unknown;
}

interface MetricsShape {
  readonly resource: ResourceShape;
  readonly scopeMetrics: readonly {
    readonly scope: ScopeShape;
    readonly metrics: readonly { readonly dataPoints: readonly PointShape[] }[];
  }[];
}

/** OpenTelemetry's `PushMetricExporter`, as far as it is wrapped. */
export interface MetricExporterShape {
  export(metrics: never, done: never): void;
}

/**
 * A metric exporter that never sees a secret: attributes of points and of the resource are cleaned. Two series that
 * differ in nothing but a hidden value become two of the same name.
 *
 * @throws OptionsError that lists everything wrong with the rules
 *
 * @example
 * ```ts
 * import { redactMetricExporter } from 'logveil/otel';
 * import { ConsoleMetricExporter, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
 * const reader = new PeriodicExportingMetricReader({ exporter: redactMetricExporter(new ConsoleMetricExporter()) });
 * ```
 */
export function redactMetricExporter<Exporter extends MetricExporterShape>(
  exporter: Exporter,
  rules: TelemetryRules = {},
): Exporter {
  return metricExporter(exporter, createCleaner('redactMetricExporter', rules));
}

/** {@link redactMetricExporter} with rules that may still grow. */
export function metricExporter<Exporter extends MetricExporterShape>(exporter: Exporter, cleaner: Cleaner): Exporter {
  const parts = new MetricParts(cleaner);
  noteWrapped('metrics');
  const send = (metrics: MetricsShape, done: unknown): void => {
    // A cast that holds: every member that the exporter was given is there.
    exporter.export(parts.metrics(metrics) as never, done as never);
  };
  return new Proxy(exporter, {
    get: (target, name) => {
      if (name === 'export') return send;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

class MetricParts {
  readonly #cleaner: Cleaner;
  readonly #shared: SharedParts;
  /** The SDK keeps one object of attributes for each series. */
  readonly #known = new WeakMap<object, { readonly clean: Attributes; readonly generation: number }>();

  constructor(cleaner: Cleaner) {
    this.#cleaner = cleaner;
    this.#shared = new SharedParts(cleaner);
  }

  metrics({ resource, scopeMetrics }: MetricsShape): MetricsShape {
    return {
      resource: this.#shared.resource(resource),
      scopeMetrics: scopeMetrics.map(({ scope, metrics }) => ({
        scope: this.#shared.scope(scope),
        metrics: metrics.map((metric) => ({ ...metric, dataPoints: metric.dataPoints.map((one) => this.#point(one)) })),
      })),
    };
  }

  #point({ startTime, endTime, attributes, value }: PointShape): PointShape {
    return { startTime, endTime, attributes: this.#attributes(attributes), value };
  }

  #attributes(attributes: Attributes): Attributes {
    const { generation } = this.#cleaner;
    const known = this.#known.get(attributes);
    if (known?.generation === generation) return known.clean;
    const clean = this.#cleaner.attributes(attributes);
    this.#known.set(attributes, { clean, generation });
    return clean;
  }
}
