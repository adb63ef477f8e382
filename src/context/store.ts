import { AsyncLocalStorage } from 'node:async_hooks';
import { type IdName, newId } from './ids.ts';
import { traceText } from './span.ts';

/** A value a context carries beside its ids: short, flat and cheap to write on each line. */
export type ContextValue = string | number | boolean;

/** What every line logged inside a context says. */
export interface ContextFields {
  /** 1 to 128 characters of `A-Z a-z 0-9 . _ - : @ / + =`. Missing: the outer context's, or a new UUID (version 7). */
  readonly correlation_id?: string;
  /** 32 lower-case hex digits, not all zero (W3C Trace Context). The active OpenTelemetry span's comes before it. */
  readonly trace_id?: string;
  /** 16 lower-case hex digits, not all zero. */
  readonly span_id?: string;
  /** Two lower-case hex digits. */
  readonly trace_flags?: string;
  readonly [field: string]: ContextValue | undefined;
}

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

/** What the logger stamps; not part of the public door. */
export function currentContext(): Context | undefined {
  return storage.getStore()?.context;
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
