import { copyValue } from './copy.ts';
import { type CopyLimits, defaultLimits } from './limits.ts';
import { isPlain } from './plain.ts';
import { quote, repairSurrogates } from './quote.ts';

/** JSON text of anything, or `undefined` where JSON has no form (functions, symbols, undefined). Never throws. */
export function toJson(value: unknown, limits: CopyLimits = defaultLimits, key = ''): string | undefined {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null';
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'null' : objectToJson(value, limits, key);
    default:
      return typeof value === 'bigint' ? JSON.stringify(copyValue(value)) : undefined;
  }
}

/**
 * JSON text of plain data as the engine's own serializer gives it, which is faster than any copy and pino's own answer;
 * `undefined` for anything else. Never throws.
 */
export function plainJson(value: object): string | undefined {
  try {
    return isPlain(value) ? repairSurrogates(JSON.stringify(value)) : undefined;
  } catch {
    // A getter threw, or the text is too long: a careful copy says which and how much.
    return undefined;
  }
}

function objectToJson(value: object, limits: CopyLimits, key: string): string | undefined {
  const plain = plainJson(value);
  if (plain !== undefined) return plain;
  try {
    const copy = copyValue(value, limits, key);
    // A toJSON may answer with nothing, or with a function.
    return copy === undefined || typeof copy === 'function' ? undefined : repairSurrogates(JSON.stringify(copy));
  } catch {
    return '"[Truncated: size]"';
  }
}
