import { describe, type Problem } from '../errors/index.ts';
import type { ContextFields, ContextValue } from './context-fields.ts';
import { type IdName, isId, isIdName } from './ids.ts';
import { type Extra, noExtra, noNames, type ReadFields } from './store.ts';
import { parseTracestate } from './tracestate.ts';

/** Every problem with the fields' names and types. Ids are judged by {@link readFields}. */
export function checkFields(fields: unknown): Problem[] {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    return [{ option: 'fields', message: `must be an object, got ${describe(fields)}` }];
  }
  const problems: Problem[] = [];
  let count = 0;
  for (const name of Object.keys(fields)) {
    if (isTaken(name)) continue;
    // A cast that holds: whatever has keys can be read by them.
    const value = (fields as Readonly<Record<string, unknown>>)[name];
    if (isAbsent(value)) continue;
    count++;
    const message = problemWith(name, value);
    if (message !== undefined) problems.push({ option: `fields.${name.slice(0, maxNameLength)}`, message });
  }
  return count > maxFields ? [{ option: 'fields', message: `must be at most ${maxFields}, got ${count}` }] : problems;
}

/** 32 fields of {@link maxTextLength} stay well below what a line may hold, whatever else is logged. */
export const maxFields = 32;
const maxNameLength = 128;
const reserved: ReadonlySet<string> = new Set([
  'level',
  'time',
  'service_name',
  'env',
  'version',
  'fields',
  'log_error',
  'redaction_error',
  'truncated_bytes',
]);

/** What is wrong with the name of a field; ids count as names that only logveil writes. */
export function problemWithName(name: string): string | undefined {
  return isTaken(name) ? taken : problemWithText(name);
}

/** Names that stand for something of logveil's own, and are no field's. */
function isTaken(name: string): boolean {
  return isIdName(name) || name === 'context_rejected' || name === 'trace_state';
}

const taken = 'is written by logveil alone; choose another name';

function problemWithText(name: string): string | undefined {
  if (reserved.has(name)) return taken;
  if (name === '__proto__') return 'cannot be the name of a field';
  if (name === '' || name.length > maxNameLength) return `must have a name of 1 to ${maxNameLength} characters`;
  return undefined;
}

function problemWith(name: string, value: unknown): string | undefined {
  const problem = problemWithText(name);
  if (problem !== undefined) return problem;
  const isRight = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isRight ? undefined : `must be a string, a number or a boolean, got ${describe(value)}`;
}

/** `null` stands for nothing in data from databases and JSON. */
function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/**
 * Parts the ids from the other fields, over those of an outer context. An id that is not of its form is dropped and
 * named. Ids of a trace belong together: a new trace does not keep the outer one's span.
 */
export function readFields(given: ContextFields, outer: ReadFields | undefined): ReadFields {
  const rejected: string[] = [];
  const read = (name: IdName): string | undefined => {
    const value: unknown = given[name];
    if (isAbsent(value)) return undefined;
    if (isId(name, value)) return value;
    rejected.push(name);
    return undefined;
  };
  const readState = (): string | undefined => {
    if (isAbsent(given.trace_state)) return undefined;
    const state = parseTracestate(given.trace_state);
    if (state === undefined) rejected.push('trace_state');
    return state || undefined;
  };
  const correlation_id = read('correlation_id') ?? outer?.ids.correlation_id;
  const trace_id = read('trace_id');
  const kept = trace_id === undefined ? outer?.ids : undefined;
  // Always the same members in the same order: V8 reads such objects fastest.
  const ids = {
    correlation_id,
    trace_id: trace_id ?? kept?.trace_id,
    span_id: read('span_id') ?? kept?.span_id,
    trace_flags: read('trace_flags') ?? kept?.trace_flags,
    trace_state: readState() ?? kept?.trace_state,
  };
  const names = rejected.length === 0 ? (outer?.rejected ?? noNames) : rejected;
  return { ids, rejected: names, extra: readExtra(given, outer?.extra ?? noExtra) };
}

/** The checked fields beside the ids, over those of an outer context. */
export function readExtra(given: Readonly<Record<string, unknown>>, outer: Extra): Extra {
  let extra: Record<string, ContextValue> | undefined;
  for (const name of Object.keys(given)) {
    if (isTaken(name)) continue;
    const value = given[name];
    if (isAbsent(value)) continue;
    extra ??= copyOf(outer);
    extra[name] = readValue(value);
  }
  return extra ?? outer;
}

/** A spread object that gets more members is slow in V8: 3 µs against 20 ns (Node 20.20, bench/context-run.mjs). */
function copyOf(outer: Extra): Record<string, ContextValue> {
  const copy: Record<string, ContextValue> = {};
  if (outer !== noExtra) Object.assign(copy, outer);
  return copy;
}

/** JSON has no NaN and no infinity, and a request must not fail for a sum that came out as one. */
function readValue(value: unknown): ContextValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return Number.isFinite(value) ? Number(value) : String(value);
}

/** Characters of a field's text that are written; the rest is cut after it was made safe, never before. */
export const maxTextLength = 1_024;
