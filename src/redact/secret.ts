import { inspect } from 'node:util';

/** A value that shows itself to nobody who does not ask for it by name. */
export interface Secret<T> {
  /** The value itself. Search for this word to find every place where a secret is used. */
  reveal(): T;
  toJSON(): string;
  toString(): string;
}

/**
 * Wraps a value so that it is a marker wherever it is logged, printed, inspected, stringified, concatenated or cloned.
 *
 * @example
 * ```ts
 * import { secret } from 'logveil/redact';
 * const key = secret('hunter2');
 * console.log(`${key}`, JSON.stringify({ key })); // [REDACTED:secret] {"key":"[REDACTED:secret]"}
 * key.reveal(); // 'hunter2'
 * ```
 */
export function secret<T>(value: T): Secret<T> {
  const box = new SecretBox<T>();
  values.set(box, value);
  return Object.freeze(box);
}

const MARKER = '[REDACTED:secret]';
// Outside the object: no property, symbol or private field that a clone, a spread or an inspector could follow.
const values = new WeakMap<object, unknown>();

class SecretBox<T> implements Secret<T> {
  /** What a spread or a structured clone, which lose the class, have left to show. */
  readonly secret: string = MARKER;

  reveal(): T {
    // The cast holds: secret() is the only place that fills the map, with the T of this box.
    return values.get(this) as T;
  }

  toJSON(): string {
    return MARKER;
  }

  toString(): string {
    return MARKER;
  }

  toLocaleString(): string {
    return MARKER;
  }

  valueOf(): string {
    return MARKER;
  }

  [Symbol.toPrimitive](): string {
    return MARKER;
  }

  [inspect.custom](): string {
    return MARKER;
  }

  get [Symbol.toStringTag](): string {
    return 'Secret';
  }
}
