import { describe, type Problem } from '../errors/index.ts';
import { type IdName, idNames, isId, isIdName } from './ids.ts';
import type { ContextFields, ContextValue, Extra, ReadFields } from './store.ts';

/** Every problem with the fields' names and types. Ids are judged by {@link readFields}. */
export function checkFields(fields: unknown): Problem[] {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    return [{ option: 'fields', message: `must be an object, got ${describe(fields)}` }];
  }
  const problems: Problem[] = [];
  let count = 0;
  for (const name of Object.keys(fields)) {
    const value: unknown = Reflect.get(fields, name);
    if (isAbsent(value) || isIdName(name) || name === 'context_rejected') continue;
    count++;
    const message = problemWith(name, value);
    if (message !== undefined) problems.push({ option: `fields.${name.slice(0, maxNameLength)}`, message });
  }
  return count > maxFields ? [{ option: 'fields', message: `must be at most ${maxFields}, got ${count}` }] : problems;
}

/** 32 fields of {@link maxTextLength} stay well below what a line may hold, whatever else is logged. */
export const maxFields = 32;
const maxNameLength = 128;
const reserved: ReadonlySet<string> = new Set(['level', 'time', 'service_name', 'env', 'version', 'log_error']);

function problemWith(name: string, value: unknown): string | undefined {
  if (reserved.has(name)) return 'is written by logveil alone; choose another name';
  if (name === '' || name.length > maxNameLength) return `must have a name of 1 to ${maxNameLength} characters`;
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
  const ids: Partial<Record<IdName, string>> = {};
  const rejected: string[] = [];
  for (const name of idNames) {
    const value: unknown = given[name];
    if (isAbsent(value)) continue;
    if (isId(name, value)) ids[name] = value;
    else rejected.push(name);
  }
  const extra = readExtra(given, outer?.extra);
  if (outer === undefined) return { ids, rejected, extra };
  const { correlation_id = '' } = outer.ids;
  const kept = ids.trace_id === undefined ? outer.ids : { correlation_id };
  return { ids: { ...kept, ...ids }, rejected: rejected.length === 0 ? outer.rejected : rejected, extra };
}

/** The fields beside the ids, over those of an outer context. */
export function readExtra(given: Readonly<Record<string, unknown>>, outer: Extra | undefined): Extra {
  const extra: Record<string, ContextValue> = Object.assign(Object.create(null), outer);
  for (const name of Object.keys(given)) {
    const value = given[name];
    if (isAbsent(value) || isIdName(name) || name === 'context_rejected') continue;
    extra[name] = readValue(value);
  }
  return extra;
}

/** JSON has no NaN and no infinity, and a request must not fail for a sum that came out as one. */
function readValue(value: unknown): ContextValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return Number.isFinite(value) ? Number(value) : String(value);
}

/** Characters of a field's text that are written; the rest is cut after it was made safe, never before. */
export const maxTextLength = 1_024;
