import type { Logger } from 'pino';
import { type Scope, storage } from '../../context/store.ts';
import { type Internals, writeSym } from '../../logger/state.ts';

const scopeSym: unique symbol = Symbol('logveil.http.scope');

/** A logger that remembers whose request it is for. */
interface RequestLog extends Internals {
  [scopeSym]: Scope;
}

/**
 * Makes the loggers of requests, `req.log`: each writes with its request's ids from wherever it is called, a pool's
 * callback or another request included. Two objects made without running any code are all a request pays for it.
 */
export function createRequestLogs(logger: Logger): (scope: Scope) => Logger {
  const base = inContext(logger);
  return (scope) => {
    // A cast that holds: the object inherits everything from the logger.
    const log = Object.create(base) as RequestLog;
    log[scopeSym] = scope;
    return log;
  };
}

function inContext(logger: Logger): object {
  // A cast that holds: options were refused unless the logger is one of createLogger's.
  const { [writeSym]: write } = logger as Internals;
  function writeInContext(this: RequestLog, input: unknown, message: unknown, level: number): void {
    const scope = this[scopeSym];
    if (storage.getStore()?.root === scope) return write.call(this, input, message, level);
    return storage.run(scope, () => write.call(this, input, message, level));
  }
  return Object.create(logger, { [writeSym]: { value: writeInContext, writable: true } });
}
