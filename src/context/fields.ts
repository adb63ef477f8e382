import { describe, type Problem } from '../errors/index.ts';

/** Every problem with the fields' names and types. Ids are judged by {@link readIds}. */
export function checkFields(fields: unknown): Problem[] {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    return [{ option: 'fields', message: `must be an object, got ${describe(fields)}` }];
  }
  const entries = Object.entries(fields);
  if (entries.length > maxFields) {
    return [{ option: 'fields', message: `must be at most ${maxFields}, got ${entries.length}` }];
  }
  return entries.flatMap(([name, value]) => checkField(name, value));
}

// 32 fields of 1,024 characters stay well below what a line may hold, whatever else is logged.
const maxFields = 32;
const maxTextLength = 1_024;
const maxNameLength = 128;
const reserved: ReadonlySet<string> = new Set(['level', 'time', 'service_name', 'env', 'version', 'log_error']);

function checkField(name: string, value: unknown): Problem[] {
  if (value === undefined || idForms.has(name) || name === 'context_rejected') return [];
  const option = `fields.${name.slice(0, maxNameLength)}`;
  if (reserved.has(name)) return [{ option, message: 'is written by logveil alone; choose another name' }];
  if (name === '' || name.length > maxNameLength) {
    return [{ option, message: `must have a name of 1 to ${maxNameLength} characters` }];
  }
  if (typeof value === 'string' && value.length <= maxTextLength) return [];
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return [];
  const wanted = `a string of at most ${maxTextLength} characters, a finite number or a boolean`;
  return [{ option, message: `must be ${wanted}, got ${describe(value)}` }];
}

/** What a context's fields come to once the ids are checked. */
export interface ReadFields {
  readonly ids: Readonly<Record<string, string>>;
  /** Names of the ids that failed their check. */
  readonly rejected: readonly string[];
  readonly extra: Readonly<Record<string, string | number | boolean>>;
}

/** Parts the ids from the other fields and drops those that are not of their form. */
export function readIds(fields: Readonly<Record<string, string | number | boolean | undefined>>): ReadFields {
  const ids: Record<string, string> = {};
  const rejected: string[] = [];
  for (const [name, form] of idForms) {
    const value = fields[name];
    if (typeof value === 'string' && form.test(value)) ids[name] = value;
    else if (value !== undefined) rejected.push(name);
  }
  const extra: Record<string, string | number | boolean> = Object.create(null);
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && !idForms.has(name) && name !== 'context_rejected') extra[name] = value;
  }
  return { ids, rejected, extra };
}

// Trace ids: W3C Trace Context (Recommendation, 23 November 2021), sections 3.2.2.3 to 3.2.2.5: an all-zero id is invalid.
const idForms: ReadonlyMap<string, RegExp> = new Map([
  ['correlation_id', /^[A-Za-z0-9._\-:@/+=]{1,128}$/],
  ['trace_id', /^(?!0{32})[0-9a-f]{32}$/],
  ['span_id', /^(?!0{16})[0-9a-f]{16}$/],
  ['trace_flags', /^[0-9a-f]{2}$/],
]);
