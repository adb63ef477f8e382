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

function objectToJson(value: object, limits: CopyLimits, key: string): string | undefined {
  try {
    // Plain data goes to the engine's own serializer: it is faster than any copy and its answer is pino's answer.
    if (isPlain(value)) return repairSurrogates(JSON.stringify(value));
  } catch {
    // A getter threw, or the text is too long: the copy below says which and how much.
  }
  try {
    const copy = copyValue(value, limits, key);
    // A toJSON may answer with nothing, or with a function.
    return copy === undefined || typeof copy === 'function' ? undefined : repairSurrogates(JSON.stringify(copy));
  } catch {
    return '"[Truncated: size]"';
  }
}
