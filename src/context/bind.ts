import { AsyncResource } from 'node:async_hooks';
import type { EventEmitter } from 'node:events';
import { describe, OptionsError } from '../errors/index.ts';
import { type Scope, storage } from './store.ts';

/**
 * A function that runs in the context that was current when it was bound, whoever calls it: for callbacks given to
 * pools, queues and other libraries, and for listeners of an AbortSignal. Everything else that follows the flow of
 * asynchronous calls, such as OpenTelemetry's span, comes with it. `this` and the arguments are the caller's.
 *
 * @throws OptionsError when it gets no function
 *
 * @example
 * ```ts
 * import { bindContext } from 'logveil/context';
 * const controller = new AbortController();
 * controller.signal.addEventListener('abort', bindContext(() => console.log('aborted')));
 * ```
 */
export function bindContext<This, Args extends unknown[], Result>(
  fn: (this: This, ...args: Args) => Result,
): (this: This, ...args: Args) => Result {
  if (typeof fn !== 'function') {
    throw new OptionsError('bindContext was refused', [
      { option: 'fn', message: `must be a function, got ${describe(fn)}` },
    ]);
  }
  const place = here();
  return function bound(this: This, ...args: Args): Result {
    return place.runInAsyncScope(fn, this, ...args);
  };
}

/** Runs a function in the context that a {@link snapshot} was taken in, and gives what it returns. */
export type Restore = <Args extends unknown[], Result>(fn: (...args: Args) => Result, ...args: Args) => Result;

/**
 * Takes the current context along, to run any function in it later: for a class that keeps the context of whoever
 * created it, for a queue that keeps each task's.
 *
 * @example
 * ```ts
 * import { runWithContext, snapshot } from 'logveil/context';
 * const restore = runWithContext({ correlation_id: 'order-17' }, () => snapshot());
 * restore((amount: number) => console.log(amount), 12);
 * ```
 */
export function snapshot(): Restore {
  const place = here();
  return (fn, ...args) => place.runInAsyncScope(fn, undefined, ...args);
}

/**
 * Everything that follows the flow of asynchronous calls, as it is now. `AsyncLocalStorage.snapshot` and
 * `AsyncResource.bind` make one of these, too, and a function with properties of its own around it, at ten times the
 * price (bench/context.mjs).
 */
function here(): AsyncResource {
  return new AsyncResource('logveil');
}

/**
 * Makes every listener of an emitter run in the current context, those that are there and those added later: for a
 * request or a socket whose events Node emits from outside. An event emitted from inside the same request keeps the
 * context it is emitted in. Binding again moves the emitter to the current context; outside of any, nothing happens.
 * Not for the socket of an HTTP server, which serves one request after the other.
 *
 * @returns the emitter itself
 * @throws OptionsError when it gets no emitter
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { bindEmitter, runWithContext } from 'logveil/context';
 * createServer((request, response) => {
 *   runWithContext({}, () => {
 *     bindEmitter(request).on('close', () => console.log('still in the context'));
 *     response.end();
 *   });
 * });
 * ```
 */
export function bindEmitter<Emitter extends Pick<EventEmitter, 'emit'>>(emitter: Emitter): Emitter {
  if (typeof emitter?.emit !== 'function') {
    const message = `must be an EventEmitter, got ${describe(emitter)}`;
    throw new OptionsError('bindEmitter was refused', [{ option: 'emitter', message }]);
  }
  const scope = storage.getStore();
  if (scope === undefined) return emitter;
  const place = places.get(emitter);
  if (place === undefined) replaceEmit(emitter, { scope, resource: here() });
  else if (place.scope !== scope) Object.assign(place, { scope, resource: here() });
  return emitter;
}

/** Where an emitter's listeners run. */
interface Place {
  scope: Scope;
  resource: AsyncResource;
}

const places = new WeakMap<object, Place>();

/** An own `emit` before the inherited one: the only place all listeners pass, whenever and however they were added. */
function replaceEmit(emitter: Pick<EventEmitter, 'emit'>, place: Place): void {
  const { emit } = emitter;
  function emitInContext(this: EventEmitter, ...args: Parameters<typeof emit>): boolean {
    if (storage.getStore()?.root === place.scope.root) return emit.apply(this, args);
    return place.resource.runInAsyncScope(emit, this, ...args);
  }
  Object.defineProperty(emitter, 'emit', { value: emitInContext, writable: true, configurable: true });
  places.set(emitter, place);
}
