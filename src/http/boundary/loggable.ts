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
    const shown = withoutData(error, 0);
    const type = readMember(shown, 'type');
    // By its name the logger tells the type of what is no error any more.
    return Object.defineProperty(shown, 'name', { value: type, enumerable: false });
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
  return (
    error instanceof SyntaxError ||
    [...dataMembers, ...wrappings].some((member) => readMember(error, member) !== undefined)
  );
}

const maxDepth = 8;

function withoutData(value: object, depth: number): object;
function withoutData(value: unknown, depth: number): unknown;
function withoutData(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return value;
  if (isError(value)) return withoutData(serializeError(value), depth);
  if (Array.isArray(value)) return value.map((item) => withoutData(item, depth + 1));
  const shown: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value)) {
    const member = readMember(value, key);
    shown[key] = dataMembers.has(key) ? sizeOf(member) : withoutData(member, depth + 1);
  }
  hideQuotedData(shown);
  return shown;
}

function sizeOf(value: unknown): unknown {
  if (typeof value === 'string') return `[${value.length} characters]`;
  if (Array.isArray(value)) return `[${value.length} values]`;
  return typeof value === 'object' && value !== null ? '[object]' : undefined;
}

/**
 * Messages that quote data by place, where no name tells what it is: drizzle-orm's `Failed query: … \nparams: a,b`, and
 * V8's `Unexpected token 'h', ..."word": hunter2}" is not valid JSON`, which begins and ends anywhere.
 */
function hideQuotedData(shown: Record<string, unknown>): void {
  const { stack, message } = shown;
  const hidden = typeof message === 'string' ? withoutQuotes(message) : message;
  if (hidden === message || typeof message !== 'string') return;
  shown['message'] = hidden;
  if (typeof stack === 'string') shown['stack'] = stack.replace(message, () => String(hidden));
}

function withoutQuotes(message: string): string {
  if (message.endsWith(' is not valid JSON')) return 'the text is not valid JSON';
  const params = message.indexOf('\nparams: ');
  return params === -1 ? message : `${message.slice(0, params)}\nparams: [hidden]`;
}
