import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent, type ClientRequest } from 'node:http';
import { httpOutgoing, type Outgoing, undiciOutgoing } from './outgoing.ts';

/** Told about each request before it is sent. */
export type OnRequest = (request: Outgoing, client: 'undici' | 'http') => void;

/** A subscription that can be ended, and moved behind others. */
export interface Watch {
  /** Moves to the end of undici's subscribers. Not to be called while one of them runs. */
  moveLast(): void;
  stop(): void;
}

/**
 * Watches requests of fetch, undici and `node:http` through Node's diagnostics channels. Before 22.12 `node:http` had no
 * channel that comes before the headers are written; there, the method of agents that every request goes through is
 * wrapped. A listener's error never reaches the request.
 */
export function watchRequests(onRequest: OnRequest): Watch {
  const onUndici = (message: unknown): void => hand(undiciOutgoing(message), 'undici');
  const onHttp = (message: unknown): void => hand(httpOutgoing(message), 'http');
  function hand(request: Outgoing | undefined, client: 'undici' | 'http'): void {
    if (request === undefined) return;
    try {
      onRequest(request, client);
    } catch {
      // A request is sent with or without ids.
    }
  }
  subscribe(undiciChannel, onUndici);
  const stopHttp = hasHttpChannel() ? watchChannel(onHttp) : watchAgents(onHttp);
  return {
    moveLast() {
      if (unsubscribe(undiciChannel, onUndici)) subscribe(undiciChannel, onUndici);
    },
    stop() {
      unsubscribe(undiciChannel, onUndici);
      stopHttp();
    },
  };
}

const undiciChannel = 'undici:request:create';
const httpChannel = 'http.client.request.created';

/** nodejs/node pull request 55586, released with 22.12.0 and 23.2.0. */
function hasHttpChannel(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 23 || (major === 23 && minor >= 2) || (major === 22 && minor >= 12);
}

function watchChannel(listener: (message: unknown) => void): () => void {
  subscribe(httpChannel, listener);
  return () => unsubscribe(httpChannel, listener);
}

type AddRequest = (this: Agent, request: ClientRequest, ...rest: unknown[]) => unknown;

const agentListeners = new Set<(message: unknown) => void>();

/**
 * `ClientRequest` calls `addRequest` of its agent when its headers are set and not yet written, the moment at which later
 * versions publish. `https.Agent` and agents of libraries inherit it or call it. Wrapped once, and put back with the last
 * listener unless somebody has wrapped it again.
 */
function watchAgents(listener: (message: unknown) => void): () => void {
  // A cast that holds: the method is not in the types, and is looked at before it is used.
  const prototype = Agent.prototype as unknown as { addRequest?: AddRequest };
  const { addRequest } = prototype;
  if (typeof addRequest !== 'function') return () => undefined;
  agentListeners.add(listener);
  if (agentListeners.size === 1) wrapAddRequest(prototype, addRequest);
  return () => {
    agentListeners.delete(listener);
    if (agentListeners.size === 0) unwrap();
  };
}

let unwrap = (): void => undefined;

function wrapAddRequest(prototype: { addRequest?: AddRequest }, original: AddRequest): void {
  const wrapped: AddRequest = function addRequest(request, ...rest) {
    for (const listener of agentListeners) listener({ request });
    return original.call(this, request, ...rest);
  };
  prototype.addRequest = wrapped;
  unwrap = () => {
    if (prototype.addRequest === wrapped) prototype.addRequest = original;
  };
}
