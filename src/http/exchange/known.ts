import type { Exchange } from './exchange.ts';

/** Where the exchange is kept on requests and responses, so that their listeners are shared functions and not closures. */
export const exchangeSym: unique symbol = Symbol('logveil.http.exchange');

/** The exchange of a request that a middleware has seen. */
export function exchangeOf(request: unknown): Exchange | undefined {
  if (typeof request !== 'object' || request === null) return undefined;
  // A cast that holds: the symbol is logveil's own.
  return (request as { readonly [exchangeSym]?: Exchange })[exchangeSym];
}
