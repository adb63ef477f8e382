import type { Attributes } from './cleaner.ts';

// OpenTelemetry's interfaces, as far as exporters and processors need them. They are written out here, and not imported,
// so that logveil's types hold with SDK 2 (0.223, Node 20), with SDK 3 (0.301), and without either.

/** The ids of a span, and the vendors' notes that came along with them. */
export interface SpanContextShape {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
  readonly isRemote?: boolean | undefined;
  readonly traceState?: TraceStateShape | undefined;
}

/** `tracestate`, which comes from outside with a request and is exported with the span. */
export interface TraceStateShape {
  get(key: string): string | undefined;
  set(key: string, value: string): TraceStateShape;
  unset(key: string): TraceStateShape;
  serialize(): string;
}

/** The service and the process that telemetry comes from. */
export interface ResourceShape {
  readonly attributes: Attributes;
  readonly schemaUrl?: string | undefined;
  readonly asyncAttributesPending?: boolean | undefined;
  waitForAsyncAttributes?(): Promise<void>;
}

/** The library that made a span or a log record. */
export interface ScopeShape {
  readonly name: string;
  readonly version?: string | undefined;
  readonly schemaUrl?: string | undefined;
  readonly attributes?: Attributes | undefined;
  readonly droppedAttributesCount?: number | undefined;
}

interface EventShape {
  readonly name: string;
  readonly time: unknown;
  readonly attributes?: Attributes | undefined;
  readonly droppedAttributesCount?: number | undefined;
}

interface LinkShape {
  readonly context: SpanContextShape;
  readonly attributes?: Attributes | undefined;
  readonly droppedAttributesCount?: number | undefined;
}

/** A span that has ended. */
export interface SpanShape {
  readonly name: string;
  readonly kind: number;
  spanContext(): SpanContextShape;
  readonly parentSpanContext?: SpanContextShape | undefined;
  readonly startTime: unknown;
  readonly endTime: unknown;
  readonly duration: unknown;
  readonly ended: boolean;
  readonly status: { readonly code: number; readonly message?: string | undefined };
  readonly attributes: Attributes;
  readonly events: readonly EventShape[];
  readonly links: readonly LinkShape[];
  readonly resource: ResourceShape;
  readonly instrumentationScope: ScopeShape;
  readonly droppedAttributesCount: number;
  readonly droppedEventsCount: number;
  readonly droppedLinksCount: number;
}

/** A log record on its way to an exporter. */
export interface LogRecordShape {
  readonly hrTime: unknown;
  readonly hrTimeObserved: unknown;
  readonly spanContext?: SpanContextShape | undefined;
  readonly severityText?: string | undefined;
  readonly severityNumber?: number | undefined;
  readonly eventName?: string | undefined;
  readonly body?: unknown;
  readonly attributes: Attributes;
  readonly resource: ResourceShape;
  readonly instrumentationScope: ScopeShape;
  readonly droppedAttributesCount: number;
}

/** What an export came to. */
interface ExportResultShape {
  /** 0 is success, 1 is failure. */
  readonly code: number;
  readonly error?: Error;
}

/** OpenTelemetry's `SpanExporter` or `LogRecordExporter`. */
export interface Exporter<Item> {
  export(items: Item[], done: (result: ExportResultShape) => void): void;
  shutdown(): Promise<void>;
  forceFlush?(): Promise<void>;
}

/** An {@link Exporter} that can be flushed; what it wraps need not. */
export interface RedactingExporter<Item> extends Exporter<Item> {
  forceFlush(): Promise<void>;
}

/** OpenTelemetry's `SpanProcessor`. */
export interface SpanProcessorShape<Live, Context, Ended> {
  onStart(span: Live, context: Context): void;
  onEnding?(span: Live): void;
  onEnd(span: Ended): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** OpenTelemetry's `LogRecordProcessor`. */
export interface LogRecordProcessorShape<Item, Context> {
  onEmit(record: Item, context?: Context): void;
  enabled?(options: never): boolean;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}
