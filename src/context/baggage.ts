import type { Problem } from '../errors/index.ts';
import type { ContextValue } from './context-fields.ts';
import { maxFields, maxTextLength, problemWithName } from './fields.ts';
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

/** The names that were allowed. */
export function allowedBaggage(): readonly string[] {
  return allowed;
}

// W3C Baggage (section 3.3.2): what has to be passed on, so more is nobody's.
const maxBaggageBytes = 8_192;
const maxEntries = 180;

/**
 * The named entries of a `baggage` header: `tenant=acme,plan=pro%20plus;ttl=1`. Properties behind a semicolon are not
 * read; an entry that is not encoded as it must be, or longer than a field may be, is left out.
 */
export function readBaggage(header: string | undefined, names: readonly string[]): Record<string, ContextValue> {
  const fields: Record<string, ContextValue> = {};
  if (header === undefined || header.length > maxBaggageBytes) return fields;
  for (const entry of header.split(',', maxEntries)) {
    const [pair = ''] = entry.split(';', 1);
    const at = pair.indexOf('=');
    const key = decoded(pair.slice(0, Math.max(at, 0)).trim());
    const value = decoded(pair.slice(at + 1).trim());
    if (key === undefined || value === undefined || value === '' || !names.includes(key)) continue;
    if (value.length <= maxTextLength) fields[key] = value;
  }
  return fields;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

// Half of what a context has room for.
const maxNames = maxFields / 2;

/** What is wrong with names of an allow-list, each of which is a string or has been told to be none. */
export function baggageProblems(names: readonly unknown[]): Problem[] {
  const problems = names.flatMap((name, index) => {
    const message = typeof name === 'string' ? problemWithName(name) : undefined;
    return message === undefined ? [] : [{ option: `baggage[${index}]`, message }];
  });
  if (names.length <= maxNames) return problems;
  return [...problems, { option: 'baggage', message: `must be at most ${maxNames} names, got ${names.length}` }];
}
