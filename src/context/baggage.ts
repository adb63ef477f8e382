import type { ContextValue } from './context-fields.ts';
import { maxTextLength } from './fields.ts';
import { activeBaggage } from './span.ts';

let allowed: readonly string[] = [];

/** Names of the baggage entries that become fields of a request's context; replaces the names given before. */
export function allowBaggage(names: readonly string[]): void {
  allowed = [...names];
}

/**
 * The allowed entries of the active OpenTelemetry baggage. Its propagator takes at most 8,192 bytes and 180 entries
 * (W3C Baggage, section 3.3.2); an entry longer than a field may be is left out, for half of an id is another id.
 */
export function baggageFields(): Readonly<Record<string, ContextValue>> | undefined {
  if (allowed.length === 0) return undefined;
  const fields: Record<string, ContextValue> = {};
  for (const name of allowed) {
    const value = activeBaggage(name);
    if (value !== undefined && value.length <= maxTextLength) fields[name] = value;
  }
  return fields;
}

/** Whether a request's context can have fields from baggage. */
export function isBaggageAllowed(): boolean {
  return allowed.length > 0;
}
