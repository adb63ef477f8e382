import { cleanSpanContext, type SharedParts } from './clean-parts.ts';
import type { Attributes, Cleaner } from './cleaner.ts';
import type { LogRecordShape, ResourceShape, ScopeShape, SpanContextShape } from './shapes.ts';

/**
 * A clean copy of a log record. It has the setters of the SDK's own, for processors that add something; what they add
 * is cleaned as well.
 */
export class CleanLogRecord implements LogRecordShape {
  readonly #cleaner: Cleaner;
  readonly hrTime: unknown;
  readonly hrTimeObserved: unknown;
  readonly spanContext: SpanContextShape | undefined;
  readonly resource: ResourceShape;
  readonly instrumentationScope: ScopeShape;
  readonly droppedAttributesCount: number;
  severityText: string | undefined;
  severityNumber: number | undefined;
  eventName: string | undefined;
  body: unknown;
  attributes: Record<string, unknown>;

  constructor(record: LogRecordShape, cleaner: Cleaner, shared: SharedParts) {
    this.#cleaner = cleaner;
    this.hrTime = record.hrTime;
    this.hrTimeObserved = record.hrTimeObserved;
    this.spanContext = record.spanContext === undefined ? undefined : cleanSpanContext(record.spanContext, cleaner);
    this.resource = shared.resource(record.resource);
    this.instrumentationScope = shared.scope(record.instrumentationScope);
    this.droppedAttributesCount = record.droppedAttributesCount;
    this.severityNumber = record.severityNumber;
    this.severityText = textOrNothing(record.severityText, cleaner);
    this.eventName = textOrNothing(record.eventName, cleaner);
    this.body = cleaner.value(record.body);
    this.attributes = cleaner.attributes(record.attributes);
  }

  setAttribute(key: string, value?: unknown): this {
    return this.setAttributes({ [key]: value });
  }

  setAttributes(attributes: Attributes): this {
    Object.assign(this.attributes, this.#cleaner.attributes(attributes));
    return this;
  }

  setBody(body: unknown): this {
    this.body = this.#cleaner.value(body);
    return this;
  }

  setEventName(name: string): this {
    this.eventName = this.#cleaner.text(name);
    return this;
  }

  setSeverityNumber(severity: number): this {
    this.severityNumber = severity;
    return this;
  }

  setSeverityText(text: string): this {
    this.severityText = this.#cleaner.text(text);
    return this;
  }
}

function textOrNothing(text: string | undefined, cleaner: Cleaner): string | undefined {
  return text === undefined ? undefined : cleaner.text(text);
}
