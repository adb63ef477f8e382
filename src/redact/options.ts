import type { CensorName, PackGroup, PackName, Rule } from '../rules/rule.ts';

/**
 * Replaces a value. Gets the value without escapes and the keys to it; what it returns is written, JSON-escaped. When
 * it throws, the marker is written. As in pino it may return what it got, which hides nothing.
 */
export type CensorFunction = (value: unknown, path: readonly string[]) => unknown;

/** A built-in censor by name, a function, or any other string, which is written as it is (as in pino). */
export type Censor = CensorName | CensorFunction | (string & {});

/** What is left alone although a rule finds it. Every entry should have a reason next to it. */
export interface AllowOptions {
  /** Paths in pino's syntax. */
  readonly paths?: readonly string[];
  /** Key names, in any spelling. */
  readonly keys?: readonly string[];
  /** Rule ids. */
  readonly rules?: readonly string[];
  /** SHA-256 of an exact value, lower-case hex, so that the value itself is in no configuration. */
  readonly hashes?: readonly string[];
}

/** The one `redact` option: it means the same in `createLogger`, `createRedactor`, `lint` and `scrub`. */
export interface RedactOptions {
  /** Packs to run; `pii` is all that find personal data. @defaultValue `['credentials', 'secrets', 'payment', 'contact']` */
  readonly packs?: readonly (PackName | PackGroup)[];
  /** Rules of your own, added to the packs. */
  readonly rules?: readonly Rule[];
  /** More names whose value is always hidden, in any spelling: `['loyalty number']`. */
  readonly keys?: readonly string[];
  /** Places in pino's path syntax; `**` stands for any depth: `['user.note', 'items[*].memo', '**.internal']`. */
  readonly paths?: readonly string[];
  /** The censor for everything without one of its own. @defaultValue `'marker'` */
  readonly censor?: Censor;
  /** Censors by rule id or pack name. */
  readonly censors?: Readonly<Record<string, Censor>>;
  /**
   * As in pino: `true` is the censor `remove` for `paths`. The member disappears where the logger cleans the record;
   * in a finished line, and in live objects such as a request, it is left with an empty text.
   */
  readonly remove?: boolean;
  readonly allow?: AllowOptions;
  /** Values that must never appear: configuration secrets of 8 characters or more, or a function that gives them. */
  readonly knownSecrets?: readonly string[] | (() => readonly string[]);
  /** Key for the `pseudonym` censor: at least 32 bytes (256 bits, NIST SP 800-107 section 5.3.4). */
  readonly pseudonym?: { readonly key: string | Uint8Array; readonly keyId?: string };
}

/** Told once per cause about trouble inside logveil. Gets a code and a sentence, never a value. */
export type WarningHandler = (warning: { readonly code: string; readonly message: string }) => void;
