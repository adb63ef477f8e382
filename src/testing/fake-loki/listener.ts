import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server on 127.0.0.1 whose port can be closed and opened again. */
export interface Listener {
  readonly port: number;
  open(): Promise<void>;
  close(): Promise<void>;
}

export async function createListener(handle: RequestListener, tls: ServerOptions | undefined): Promise<Listener> {
  const server = tls === undefined ? createServer(handle) : createSecureServer(tls, handle);
  // A client that goes away in the middle of a request is what these tests are about.
  server.on('clientError', (_, socket) => socket.destroy());
  await listen(server, 0);
  // A cast that holds: a server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async open() {
      if (!server.listening) await reopen(server, port);
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

/** Another process may have been given the port meanwhile, for a connection of its own; such a loan is short. */
async function reopen(server: Server, port: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await listen(server, port);
      return;
    } catch (error) {
      if (attempt === 100) throw error;
      await sleep(50);
    }
  }
}
