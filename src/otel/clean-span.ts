import type { SharedParts } from './clean-parts.ts';
import { cleanSpanContext } from './clean-parts.ts';
import type { Cleaner } from './cleaner.ts';
import type { SpanShape } from './shapes.ts';

/**
 * A clean copy of a span that has ended: the span itself is read-only by then, and other processors hold it, too. Ids,
 * times, kind and status code stay; a member that is not known here is not copied.
 */
export function cleanSpan(span: SpanShape, cleaner: Cleaner, shared: SharedParts): SpanShape {
  const context = cleanSpanContext(span.spanContext(), cleaner);
  const { parentSpanContext, status } = span;
  return {
    name: cleaner.text(span.name),
    kind: span.kind,
    spanContext: () => context,
    ...(parentSpanContext !== undefined && { parentSpanContext: cleanSpanContext(parentSpanContext, cleaner) }),
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: span.ended,
    status: status.message === undefined ? status : { code: status.code, message: cleaner.text(status.message) },
    attributes: cleaner.attributes(span.attributes),
    events: span.events.map(({ name, time, attributes, droppedAttributesCount }) => ({
      name: cleaner.text(name),
      time,
      ...(attributes !== undefined && { attributes: cleaner.attributes(attributes) }),
      ...(droppedAttributesCount !== undefined && { droppedAttributesCount }),
    })),
    links: span.links.map(({ context: linked, attributes, droppedAttributesCount }) => ({
      context: cleanSpanContext(linked, cleaner),
      ...(attributes !== undefined && { attributes: cleaner.attributes(attributes) }),
      ...(droppedAttributesCount !== undefined && { droppedAttributesCount }),
    })),
    resource: shared.resource(span.resource),
    instrumentationScope: shared.scope(span.instrumentationScope),
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}
