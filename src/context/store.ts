import { AsyncLocalStorage } from 'node:async_hooks';
import type { ContextFields, ContextValue } from './context-fields.ts';
import { registerCopy } from './copies.ts';
import { type IdName, idNames, newId } from './ids.ts';
import { traceText } from './span.ts';

/** Fields beside the ids. */
export type Extra = Readonly<Record<string, ContextValue>>;

/** Fields that were looked at: ids of their form, names of those that were not, and the rest. */
export interface ReadFields {
  readonly ids: { readonly [Name in IdName | 'trace_state']?: string | undefined };
  readonly rejected: readonly string[];
  readonly extra: Extra;
}

/**
 * A context's content. It never changes, so that it can be the key of caches; what not every request asks for is made
 * when it is asked for first.
 */
export class Context implements ReadFields {
  readonly ids: ReadFields['ids'];
  readonly rejected: readonly string[];
  readonly extra: Extra;
  readonly extraKeys: readonly string[];
  /** `,"correlation_id":"…"`, and what was rejected: written once, stamped on each line as it is. */
  readonly idText: string;
  #traceText: string | undefined;
  #fields: ContextFields | undefined;

  constructor({ ids, rejected, extra }: ReadFields) {
    const correlation_id = ids.correlation_id ?? newId();
    this.ids = ids.correlation_id === undefined ? { ...ids, correlation_id } : ids;
    this.rejected = rejected;
    this.extra = extra;
    this.extraKeys = extra === noExtra ? noNames : Object.keys(extra);
    // Ids have a form that needs no escaping, and what was rejected are names of ids.
    const note = rejected.length === 0 ? '' : `,"context_rejected":"${rejected.join(',')}"`;
    this.idText = `,"correlation_id":"${correlation_id}"${note}`;
  }

  /** `,"trace_id":"…"` and its like, for lines without an active span; empty when the context has no trace. */
  get traceText(): string {
    const { trace_id, span_id, trace_flags } = this.ids;
    this.#traceText ??= trace_id === undefined ? '' : traceText(trace_id, span_id, trace_flags);
    return this.#traceText;
  }

  /** Everything it says, frozen. */
  get fields(): ContextFields {
    this.#fields ??= Object.freeze(this.#said());
    return this.#fields;
  }

  #said(): ContextFields {
    const said: Record<string, ContextValue> = { ...this.extra };
    for (const name of idNames) {
      const id = this.ids[name];
      if (id !== undefined) said[name] = id;
    }
    if (this.rejected.length > 0) said['context_rejected'] = this.rejected.join(',');
    return said;
  }
}

/** No names, for all who have none: comparing is cheaper than looking. */
export const noNames: readonly string[] = Object.freeze([]);

/** No fields, for all who have none. */
export const noExtra: Extra = Object.freeze({});

/** What AsyncLocalStorage holds: the place of a context's content, which `addContext` replaces. */
export class Scope {
  context: Context;
  /** The outermost scope of the same piece of work, a request or a job. */
  readonly root: Scope;
  /** In a root: what `addContext` added anywhere inside. */
  added: Extra = noExtra;

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

/** Where an error came from, and the scope it has reached on its way out. */
interface Thrown {
  readonly scope: Scope;
  readonly reached: Scope | undefined;
}

const thrown = new WeakMap<object, Thrown>();
let hasThrown = false;

/**
 * Runs a function in a scope. What it throws remembers the scope: on its way out the error leaves the context, and
 * whoever logs it there, an `uncaughtException` handler above all, would no longer know whose it was.
 */
export function runIn<Result>(scope: Scope, fn: () => Result): Result {
  try {
    return storage.run(scope, fn);
  } catch (error) {
    if (typeof error === 'object' && error !== null) rememberThrow(error, scope);
    throw error;
  }
}

/** The innermost scope is where it happened; an error object that is thrown anew, as constants are, belongs anew. */
function rememberThrow(error: object, scope: Scope): void {
  hasThrown = true;
  const before = thrown.get(error);
  const isOnItsWay = before !== undefined && before.reached === scope;
  thrown.set(error, { scope: isOnItsWay ? before.scope : scope, reached: storage.getStore() });
}

/** The context that a thrown error came out of. */
export function contextOfThrown(error: unknown): Context | undefined {
  return typeof error === 'object' && error !== null ? thrown.get(error)?.scope.context : undefined;
}

/** Whether any error has left a context yet: until then nobody needs to look for the one of a record. */
export function hasContextOfThrown(): boolean {
  return hasThrown;
}

export function createContext(read: ReadFields): Context {
  return new Context(read);
}
