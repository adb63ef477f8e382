import { isError, serializeError } from '../../record/index.ts';
import { readMember } from './facts.ts';

/**
 * A thrown value as it is logged: whole, with its causes, but for what holds data and no reason: the values bound to a
 * statement, a body that could not be parsed, the input that was validated. Their sizes stay. The redactor sees the
 * rest like everything else. Never throws.
 */
export function toLoggable(error: unknown): unknown {
  try {
    if (typeof error !== 'object' || error === null) return { type: typeof error, message: textOf(error), stack: '' };
    // The error that nearly every error is needs no copy here: the logger makes its own.
    if (!mayHoldData(error)) return error;
    const shown = isError(error) ? serializeError(error) : error;
    return withoutData(shown, 0);
  } catch {
    return { type: typeof error, message: '[Unreadable]', stack: '' };
  }
}

function textOf(value: unknown): string {
  return typeof value === 'symbol' ? 'a symbol' : String(value);
}

// Knex, TypeORM, Drizzle, Sequelize, mysql2: values bound to a statement. body-parser, koa-body: the raw body. joi,
// class-validator, mongoose, zod: what was validated. pg: the row.
const dataMembers: ReadonlySet<string> = new Set([
  'parameters',
  'params',
  'bindings',
  'values',
  'body',
  'rawBody',
  '_original',
  'target',
  'value',
  'input',
  'instance',
  'keyValue',
  'keyPattern',
]);
const wrappings: readonly string[] = [
  'cause',
  'errors',
  'issues',
  'details',
  'inner',
  'driverError',
  'original',
  'parent',
];

function mayHoldData(error: object): boolean {
  return [...dataMembers, ...wrappings].some((member) => readMember(error, member) !== undefined);
}

const maxDepth = 8;

function withoutData(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return value;
  if (isError(value)) return withoutData(serializeError(value), depth);
  if (Array.isArray(value)) return value.map((item) => withoutData(item, depth + 1));
  const shown: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value)) {
    const member = readMember(value, key);
    shown[key] = dataMembers.has(key) ? sizeOf(member) : withoutData(member, depth + 1);
  }
  // drizzle-orm writes the values into the message: `Failed query: insert into … \nparams: a,b`.
  if (dataMembers.has('params') && 'params' in shown) hideParams(shown);
  return shown;
}

function sizeOf(value: unknown): unknown {
  if (typeof value === 'string') return `[${value.length} characters]`;
  if (Array.isArray(value)) return `[${value.length} values]`;
  return typeof value === 'object' && value !== null ? '[object]' : undefined;
}

function hideParams(shown: Record<string, unknown>): void {
  for (const key of ['message', 'stack']) {
    const text = shown[key];
    if (typeof text === 'string') shown[key] = text.replace(/\nparams: .*/, '\nparams: [hidden]');
  }
}
