import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { OptionsError } from '../errors/index.ts';
import { checkFields, readIds } from './fields.ts';

/** A value a context carries beside its ids: short, flat and cheap to write on each line. */
export type ContextValue = string | number | boolean;

/** What every line logged inside a context says. */
export interface ContextFields {
  /** 1 to 128 characters of `A-Z a-z 0-9 . _ - : @ / + =`. Missing: the outer context's, or a new UUID. */
  readonly correlation_id?: string;
  /** 32 lower-case hex digits, not all zero (W3C Trace Context). */
  readonly trace_id?: string;
  /** 16 lower-case hex digits, not all zero. */
  readonly span_id?: string;
  /** Two lower-case hex digits. */
  readonly trace_flags?: string;
  readonly [field: string]: ContextValue | undefined;
}

/** A context as it was entered: ids checked, fields frozen. */
export interface Context {
  /** `,"correlation_id":"…"` and the trace ids: written once, stamped on each line as it is. */
  readonly idText: string;
  /** The fields beside the ids, to be made safe by whoever writes them. */
  readonly extra: Readonly<Record<string, ContextValue>>;
  readonly extraKeys: readonly string[];
  readonly fields: ContextFields;
}

/**
 * Runs a function so that every line logged in it, and in whatever it starts, carries the fields. Inside another
 * context the outer fields stay unless they are named again. An id that fails its check is not used: it may come from
 * a request, so it is replaced (`correlation_id`) or left out (trace ids) and named in `context_rejected`.
 *
 * @returns what `fn` returns
 * @throws OptionsError when a field is not a string, number or boolean, too long, or one that only logveil writes
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
  const problems = checkFields(fields);
  if (typeof fn !== 'function') problems.push({ option: 'fn', message: 'must be a function' });
  if (problems.length > 0) throw new OptionsError('runWithContext was refused', problems);
  return storage.run(createContext({ ...storage.getStore()?.fields, ...fields }), fn);
}

/** The fields of the current context, or `undefined` outside of any. */
export function getContext(): ContextFields | undefined {
  return storage.getStore()?.fields;
}

/** The current correlation id, for a response header or an error page; `undefined` outside of any context. */
export function getCorrelationId(): string | undefined {
  return storage.getStore()?.fields.correlation_id;
}

/** What the logger stamps; not part of the public door. */
export function currentContext(): Context | undefined {
  return storage.getStore();
}

const storage = new AsyncLocalStorage<Context>();

function createContext(given: ContextFields): Context {
  const { ids, rejected, extra } = readIds(given);
  const correlated: Record<string, string> = { correlation_id: ids['correlation_id'] ?? randomUUID(), ...ids };
  if (rejected.length > 0) correlated['context_rejected'] = rejected.join(',');
  return {
    idText: `,${JSON.stringify(correlated).slice(1, -1)}`,
    extra,
    extraKeys: Object.keys(extra),
    fields: Object.freeze({ ...extra, ...correlated }),
  };
}
