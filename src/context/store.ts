import { AsyncLocalStorage } from 'node:async_hooks';
import type { ContextFields, ContextValue } from './context-fields.ts';
import { registerCopy } from './copies.ts';
import { type IdName, newId } from './ids.ts';
import { traceText } from './span.ts';

/** Fields beside the ids. */
export type Extra = Readonly<Record<string, ContextValue>>;

/** Fields that were looked at: ids of their form, names of those that were not, and the rest. */
export interface ReadFields {
  readonly ids: Readonly<Partial<Record<IdName, string>>>;
  readonly rejected: readonly string[];
  readonly extra: Extra;
}

/** A context's content: frozen, so that it can be the key of caches. */
export interface Context extends ReadFields {
  /** `,"correlation_id":"…"`, and what was rejected: written once, stamped on each line as it is. */
  readonly idText: string;
  /** `,"trace_id":"…"` and its like, for lines without an active span; empty when the context has no trace. */
  readonly traceText: string;
  readonly extraKeys: readonly string[];
  readonly fields: ContextFields;
}

/** What AsyncLocalStorage holds: the place of a context's content, which `addContext` replaces. */
export class Scope {
  context: Context;
  /** The outermost scope of the same piece of work, a request or a job. */
  readonly root: Scope;
  /** In a root: what `addContext` added anywhere inside. */
  added: Extra = {};

  constructor(context: Context, outer: Scope | undefined) {
    this.context = context;
    this.root = outer?.root ?? this;
  }
}

/** The one store of the process. */
export const storage: AsyncLocalStorage<Scope> = new AsyncLocalStorage();
registerCopy();

/** What the logger stamps; not part of the public door. */
export function currentContext(): Context | undefined {
  return storage.getStore()?.context;
}

const thrown = new WeakMap<object, Scope>();

/**
 * Runs a function in a scope. What it throws remembers the scope: on its way out the error leaves the context, and
 * whoever logs it there, an `uncaughtException` handler above all, would no longer know whose it was.
 */
export function runIn<Result>(scope: Scope, fn: () => Result): Result {
  try {
    return storage.run(scope, fn);
  } catch (error) {
    // The innermost context is where it happened.
    if (typeof error === 'object' && error !== null && !thrown.has(error)) thrown.set(error, scope);
    throw error;
  }
}

/** The context that a thrown error came out of. */
export function contextOfThrown(error: unknown): Context | undefined {
  return typeof error === 'object' && error !== null ? thrown.get(error)?.context : undefined;
}

export function createContext(read: ReadFields): Context {
  const { rejected, extra } = read;
  const ids = { ...read.ids, correlation_id: read.ids.correlation_id ?? newId() };
  const { correlation_id, trace_id, span_id, trace_flags } = ids;
  const context_rejected = rejected.length === 0 ? undefined : rejected.join(',');
  // Ids have a form that needs no escaping, and what was rejected are names of ids.
  const note = context_rejected === undefined ? '' : `,"context_rejected":"${context_rejected}"`;
  return {
    ids,
    rejected,
    extra,
    idText: `,"correlation_id":"${correlation_id}"${note}`,
    traceText: trace_id === undefined ? '' : traceText(trace_id, span_id, trace_flags),
    extraKeys: Object.keys(extra),
    fields: Object.freeze({ ...extra, ...ids, ...(context_rejected !== undefined && { context_rejected }) }),
  };
}
