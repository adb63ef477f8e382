/** A value a context carries beside its ids: short, flat and cheap to write on each line. */
export type ContextValue = string | number | boolean;

/** The ids a context can be entered with. */
export interface ContextIds {
  /** 1 to 128 characters of `A-Z a-z 0-9 . _ - : @ / + =`. Missing: the outer context's, or a new UUID (version 7). */
  readonly correlation_id?: string | undefined;
  /** 32 lower-case hex digits, not all zero (W3C Trace Context). The active OpenTelemetry span's comes before it. */
  readonly trace_id?: string | undefined;
  /** 16 lower-case hex digits, not all zero. */
  readonly span_id?: string | undefined;
  /** Two lower-case hex digits. */
  readonly trace_flags?: string | undefined;
  /** The `tracestate` that came with the trace. It is sent on with it, and is neither on lines nor in `getContext()`. */
  readonly trace_state?: string | undefined;
}

/**
 * The fields your contexts have, for the compiler to check. Any field is taken until you declare some; from then on no
 * other is.
 *
 * @example
 * ```typescript
 * import { runWithContext } from 'logveil/context';
 * declare module 'logveil/context' {
 *   interface DeclaredContextFields {
 *     tenant: string;
 *     attempt: number;
 *   }
 * }
 * runWithContext({ tenant: 'acme', attempt: 2 }, () => undefined);
 * ```
 */
export interface DeclaredContextFields {
  /** An id that came beside a trace; see `resolveInbound`. */
  readonly request_id?: string;
}

/** Fields nobody has declared. */
interface AnyContextFields {
  readonly [field: string]: ContextValue | undefined;
}

/** Declared fields; one that is declared as something a context cannot carry can never be given. */
type CheckedContextFields = {
  readonly [Name in keyof DeclaredContextFields]?:
    | (DeclaredContextFields[Name] extends ContextValue | undefined ? DeclaredContextFields[Name] : never)
    | undefined;
};

/** What every line logged inside a context says: ids, and fields of your own. */
export type ContextFields = ContextIds &
  ([Exclude<keyof DeclaredContextFields, 'request_id'>] extends [never] ? AnyContextFields : CheckedContextFields);
