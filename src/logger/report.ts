import { type ErrorCode, errorCodes } from '../errors/index.ts';
import type { WarningHandler } from '../redact/index.ts';

/** Tells about trouble once per code and site. A site is a place in the options, never a value. */
export function createReporter(tell: WarningHandler): (code: ErrorCode, site: string) => void {
  const told = new Set<string>();
  return (code, site) => {
    const cause = `${code} ${site}`;
    if (told.has(cause) || told.size >= maxCauses) return;
    told.add(cause);
    tell({ code, message: `${errorCodes[code]} (${site})` });
  };
}

// Sites are few: the options that hold functions, and one per serializer.
const maxCauses = 100;

/** The user's handler, or Node's warnings, which `--trace-warnings` and `process.on('warning')` see. Never throws. */
export function warningHandler(handler: WarningHandler | undefined): WarningHandler {
  if (handler === undefined)
    return ({ code, message }) => process.emitWarning(message, { type: 'LogveilWarning', code });
  return (warning) => {
    try {
      handler(warning);
    } catch {
      // A handler that throws must not reach the log call, and there is nobody else to tell.
    }
  };
}
