import { describe, OptionsError, type Problem } from '../errors/index.ts';
import type { ContextFields } from './context-fields.ts';
import { checkFields, maxFields, readExtra, readFields } from './fields.ts';
import { isIdName } from './ids.ts';
import { createContext, noExtra, runIn, Scope, storage } from './store.ts';

/**
 * Runs a function so that every line logged in it, and in whatever it starts, carries the fields. Inside another
 * context the outer fields stay unless they are named again. An id that fails its check is not used: it may come from
 * a request, so it is replaced (`correlation_id`) or left out (trace ids) and named in `context_rejected`.
 *
 * @returns what `fn` returns
 * @throws OptionsError when a field is not a string, number or boolean, or one that only logveil writes
 *
 * @example
 * ```ts
 * import { createLogger } from 'logveil';
 * import { runWithContext } from 'logveil/context';
 * const logger = createLogger({ service: 'checkout' });
 * runWithContext({ correlation_id: 'order-17', tenant: 'acme' }, () => logger.info('charged'));
 * ```
 */
export function runWithContext<Result>(fields: ContextFields, fn: () => Result): Result {
  check('runWithContext', fields, fn);
  const outer = storage.getStore();
  const context = createContext(readFields(fields, outer?.context));
  return runIn(new Scope(context, outer), fn);
}

/**
 * Runs a function in a context of its own, the beginning of a piece of work: a request, a job, a message. Unlike
 * {@link runWithContext} it takes nothing from the context it is called in, which may be that of whoever started the
 * server or the loop.
 *
 * @returns what `fn` returns
 * @throws OptionsError as {@link runWithContext} does
 *
 * @example
 * ```ts
 * import { extractContext, startContext } from 'logveil/context';
 * const job = { data: { orderId: 17, 'x-request-id': 'order-17' } };
 * startContext(extractContext(job.data), () => console.log(job.data.orderId));
 * ```
 */
export function startContext<Result>(fields: ContextFields, fn: () => Result): Result {
  check('startContext', fields, fn);
  return runIn(new Scope(createContext(readFields(fields, undefined)), undefined), fn);
}

function check(name: string, fields: ContextFields, fn: unknown): void {
  const problems = checkFields(fields);
  if (typeof fn !== 'function') problems.push({ option: 'fn', message: `must be a function, got ${describe(fn)}` });
  if (problems.length > 0) throw new OptionsError(`${name} was refused`, problems);
}

/** The fields of the current context, or `undefined` outside of any. */
export function getContext(): ContextFields | undefined {
  return storage.getStore()?.context.fields;
}

/** The current correlation id, for a response header or an error page; `undefined` outside of any context. */
export function getCorrelationId(): string | undefined {
  return storage.getStore()?.context.ids.correlation_id;
}

/**
 * Adds fields to the current context: every later line in it carries them, wherever in it they are logged, and so does
 * the line at the end of the request or job. A context entered inside another keeps its own to itself; only that last
 * line, through {@link getRequestContext}, has them all.
 *
 * @returns false outside of any context, where nothing is added
 * @throws OptionsError for an id, which is set when a context is entered, and as {@link runWithContext} does
 *
 * @example
 * ```ts
 * import { addContext, runWithContext } from 'logveil/context';
 * runWithContext({}, () => {
 *   addContext({ user_id: 17, plan: 'pro' });
 * });
 * ```
 */
export function addContext(fields: ContextFields): boolean {
  const scope = storage.getStore();
  const problems = [...checkFields(fields), ...idProblems(fields)];
  if (problems.length === 0 && scope !== undefined) {
    const { ids, rejected, extra } = scope.context;
    const grown = readExtra(fields, extra);
    const count = Object.keys(grown).length;
    if (count <= maxFields) {
      scope.context = createContext({ ids, rejected, extra: grown });
      scope.root.added = readExtra(fields, scope.root.added);
      return true;
    }
    problems.push({ option: 'fields', message: `must be at most ${maxFields} in one context, got ${count}` });
  }
  if (problems.length > 0) throw new OptionsError('addContext was refused', problems);
  return false;
}

function idProblems(fields: object): Problem[] {
  const ids = Object.keys(Object(fields)).filter((name) => isIdName(name) || name === 'trace_state');
  return ids.map((name) => ({ option: `fields.${name}`, message: 'is set by runWithContext and cannot be added' }));
}

/**
 * Everything that is known of the current request or job at its end: the fields it was entered with, and what
 * {@link addContext} added anywhere inside it. For whoever writes its one completion line.
 */
export function getRequestContext(): ContextFields | undefined {
  const root = storage.getStore()?.root;
  if (root === undefined || root.added === noExtra) return root?.context.fields;
  const { ids, rejected, extra } = root.context;
  return createContext({ ids, rejected, extra: readExtra(root.added, extra) }).fields;
}
