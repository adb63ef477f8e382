import { AsyncResource } from 'node:async_hooks';
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { bindContext, bindEmitter, getCorrelationId, runWithContext, snapshot } from '../../src/context/index.ts';

/**
 * What AsyncLocalStorage loses on every version of Node that is supported, each row with its cure. The first half of a
 * test shows the loss: if a version of Node ever keeps the context, it fails, and the cure and the document can go.
 */

type Bind = (request: IncomingMessage, response: ServerResponse) => void;
const leave: Bind = () => undefined;
const bind: Bind = (request, response) => {
  bindEmitter(request);
  bindEmitter(response);
};

describe('events of a request whose body arrives after the middleware', () => {
  it('are lost, and kept by bindEmitter', async () => {
    const lost = { 'request end': undefined, 'request close': undefined, 'response finish': undefined };
    const kept = { 'request end': 'a', 'request close': 'a', 'response finish': 'a', 'response close': 'a' };
    expect(await eventsOfRequest(leave, sendBodyLater)).toMatchObject(lost);
    expect(await eventsOfRequest(bind, sendBodyLater)).toMatchObject({ 'request data': 'a', ...kept });
  });

  it('are lost when the client goes away, and kept by bindEmitter', async () => {
    const names = ['request error', 'request close', 'response close'];
    const lost = await eventsOfRequest(leave, goAway);
    const kept = await eventsOfRequest(bind, goAway);
    expect(names.map((name) => [name, name in lost, lost[name]])).toEqual(names.map((name) => [name, true, undefined]));
    expect(names.map((name) => [name, kept[name]])).toEqual(names.map((name) => [name, 'a']));
  });

  it('have the context of their own request on a connection that is kept alive', async () => {
    const seen: unknown[] = [];
    await serving(
      (request, response) => {
        const id = String(request.headers['x-request-id']);
        inContext(id, () => {
          bind(request, response);
          request.on('data', () => seen.push([id, getCorrelationId()]));
          request.on('end', () => response.end(getCorrelationId()));
        });
      },
      async (port) => {
        const socket = connect(port, '127.0.0.1');
        for (const id of ['a', 'b', 'c']) {
          socket.write(`POST / HTTP/1.1\r\nHost: x\r\nX-Request-Id: ${id}\r\nContent-Length: 2\r\n\r\n`);
          await turn();
          socket.write('xx');
          const [answer] = await once(socket, 'data');
          expect(String(answer)).toMatch(new RegExp(`\\r\\n\\r\\n(1\\r\\n)?${id}`));
        }
        socket.destroy();
      },
    );
    expect(seen).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ]);
  });
});

describe('a listener registered inside and called outside', () => {
  it('is lost, and kept by bindEmitter', () => {
    const emitter = new EventEmitter();
    const seen: unknown[] = [];
    inContext('a', () => emitter.on('x', () => seen.push(getCorrelationId())));
    emitter.emit('x');
    inContext('a', () => bindEmitter(emitter));
    emitter.emit('x');
    expect(seen).toEqual([undefined, 'a']);
  });

  it('is lost on an AbortSignal, and kept by bindContext', () => {
    const controller = new AbortController();
    const seen: unknown[] = [];
    const note = (): unknown => seen.push(getCorrelationId());
    inContext('a', () => {
      controller.signal.addEventListener('abort', () => note());
      controller.signal.addEventListener('abort', bindContext(note));
    });
    controller.abort();
    expect(seen).toEqual([undefined, 'a']);
  });
});

describe('a callback that a pool or a queue calls in its own loop', () => {
  it('is lost, and kept by bindContext or snapshot', async () => {
    const pool = createPool();
    const seen: unknown[] = [];
    const note = (): unknown => seen.push(getCorrelationId());
    inContext('a', () => {
      const restore = snapshot();
      pool.push(note, bindContext(note), () => restore(note));
    });
    await pool.drained();
    expect(seen).toEqual([undefined, 'a', 'a']);
  });

  it('is the caller’s and not that of the request that started the loop', async () => {
    const seen: unknown[] = [];
    const pool = inContext('first', () => {
      const started = createPool();
      started.push(() => undefined);
      return started;
    });
    inContext('second', () => pool.push(bindContext(() => seen.push(getCorrelationId()))));
    await pool.drained();
    expect(seen).toEqual(['second']);
  });
});

describe('what Node keeps by itself', () => {
  it('stays kept where a library binds its callbacks with AsyncResource', () => {
    const bound = inContext('a', () => AsyncResource.bind(() => getCorrelationId()));
    expect(bound()).toBe('a');
  });
});

const inContext = <Result>(id: string, fn: () => Result): Result => runWithContext({ correlation_id: id }, fn);

/** Which correlation id each event of a request saw. */
async function eventsOfRequest(
  prepare: Bind,
  act: (socket: Socket) => Promise<void>,
): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  await serving(
    (request, response) => {
      const note = (name: string) => () => {
        seen[name] = getCorrelationId();
      };
      inContext('a', () => {
        prepare(request, response);
        for (const event of ['data', 'end', 'close', 'error']) request.on(event, note(`request ${event}`));
        for (const event of ['finish', 'close']) response.on(event, note(`response ${event}`));
        request.on('end', () => response.end('ok'));
      });
    },
    (port) => act(connect(port, '127.0.0.1')),
  );
  return seen;
}

const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nConnection: close\r\n\r\n';

async function sendBodyLater(socket: Socket): Promise<void> {
  socket.resume().write(head);
  await delay();
  socket.write('abcd');
  await once(socket, 'close');
}

async function goAway(socket: Socket): Promise<void> {
  socket.write(`${head}ab`);
  await delay();
  socket.destroy();
  await delay();
}

/** Long enough for a message between two sockets of one process. */
function delay(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 25));
}

async function serving(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  use: (port: number) => Promise<void>,
): Promise<void> {
  const server: Server = createServer(handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A cast that holds: a server that listens on a port has an address of this kind.
  await use((server.address() as AddressInfo).port);
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

/** A pool as drivers have it: one loop calls what callers have queued. */
function createPool(): { push(...tasks: (() => unknown)[]): void; drained(): Promise<void> } {
  const tasks: (() => unknown)[] = [];
  const timer = setInterval(() => tasks.shift()?.(), 1);
  return {
    push: (...added) => {
      tasks.push(...added);
    },
    drained: async () => {
      while (tasks.length > 0) await delay();
      clearInterval(timer);
    },
  };
}
