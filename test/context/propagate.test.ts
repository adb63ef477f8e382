import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import axios from 'axios';
import got from 'got';
import * as undici from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type PropagateOptions, type Propagation, propagateContext, runWithContext } from '../../src/context/index.ts';
import { type Downstream, startDownstream } from './downstream.ts';

type SentHeaders = Readonly<Record<string, string>>;
type Client = (url: string, headers?: SentHeaders) => Promise<SentHeaders>;

const clients: Readonly<Record<string, Client>> = {
  fetch: async (url, headers = {}) => (await fetch(url, { headers })).json() as Promise<SentHeaders>,
  undici: async (url, headers = {}) => (await undici.request(url, { headers })).body.json() as Promise<SentHeaders>,
  axios: async (url, headers = {}) => (await axios.get(url, { headers })).data,
  got: async (url, headers = {}) => got(url, { headers, retry: { limit: 0 } }).json(),
  'http.get': (url, headers = {}) => viaHttp(url, { headers }),
  'http.request with an agent of its own': (url, headers = {}) =>
    viaHttp(url, { headers, agent: new http.Agent({ keepAlive: false }) }),
  'http.request without an agent': (url, headers = {}) => viaHttp(url, { headers, agent: false }),
};

const patience = { timeout: 10_000 };
const own = { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', span_id: '00f067aa0ba902b7', trace_flags: '01' };
const traceparent = `00-${own.trace_id}-${own.span_id}-01`;
const fields = { correlation_id: 'order-17', ...own };

let downstream: Downstream;
let running: Propagation[] = [];
beforeAll(async () => {
  downstream = await startDownstream();
});
afterAll(() => downstream.stop());
afterEach(() => {
  for (const each of running.splice(0)) each.stop();
});

const start = (options?: PropagateOptions): Propagation => {
  const started = propagateContext(options);
  running = [...running, started];
  return started;
};
const url = (path = '/', host = '127.0.0.1'): string => `http://${host}:${downstream.port}${path}`;
const inContext = (call: () => Promise<SentHeaders>): Promise<SentHeaders> => runWithContext(fields, call);

describe.each(Object.entries(clients))('a request by %s', (_, call) => {
  it('takes the ids along, and the next service logs them', async () => {
    start();
    const before = downstream.records.length;
    expect(await inContext(() => call(url()))).toMatchObject({ traceparent, 'x-request-id': 'order-17' });
    await vi.waitFor(() => expect(downstream.records.length).toBeGreaterThan(before), patience);
    const ids = { correlation_id: own.trace_id, trace_id: own.trace_id, request_id: 'order-17' };
    expect(downstream.records[before]).toMatchObject({ service_name: 'downstream', ...ids });
  });

  it('takes nothing along outside of any context, to a host that is not on the list, and after the end', async () => {
    const propagation = start({ hosts: ['api.example.com'] });
    const bare = async (): Promise<void> => {
      const headers = await inContext(() => call(url()));
      expect(headers).not.toHaveProperty('traceparent');
      expect(headers).not.toHaveProperty('x-request-id');
    };
    await bare();
    expect(propagation.stats()).toEqual({ sent: 0, withheld: 1 });
    propagation.stop();
    const other = start();
    expect(await call(url())).not.toHaveProperty('x-request-id');
    other.stop();
    await bare();
  });

  it('keeps headers that the caller set', async () => {
    start();
    const headers = { 'X-Request-Id': 'mine', Traceparent: traceparent.replace('-01', '-00') };
    const sent = await inContext(() => call(url(), headers));
    expect(sent).toMatchObject({ 'x-request-id': 'mine', traceparent: traceparent.replace('-01', '-00') });
  });

  it('is redirected to another host without them, and to one on the list with them', async () => {
    const other = await startDownstream();
    try {
      const elsewhere = `http://localhost:${other.port}/`;
      const path = `/redirect?to=${encodeURIComponent(elsewhere)}`;
      start({ hosts: [`127.0.0.1:${downstream.port}`] });
      const sent = await inContext(() => follow(call, url(path)));
      expect(sent['host']).toBe(`localhost:${other.port}`);
      expect(sent).not.toHaveProperty('x-request-id');
      expect(sent).not.toHaveProperty('traceparent');
      const redirected = { trace_id: own.trace_id, path: '/redirect' };
      await vi.waitFor(() => expect(downstream.records.at(-1)).toMatchObject(redirected), patience);
      start({ hosts: ['localhost'] });
      expect(await inContext(() => follow(call, url(path)))).toMatchObject({ traceparent });
    } finally {
      other.stop();
    }
  });
});

describe('a request over TLS', () => {
  it('takes the ids along', async () => {
    // A pre-shared key needs no certificate.
    const psk = { key: Buffer.alloc(16, 7), identity: 'test' };
    const tls = { ciphers: 'PSK-AES128-GCM-SHA256', maxVersion: 'TLSv1.2' } as const;
    const server = https.createServer({ ...tls, pskCallback: () => psk.key }, (request, response) =>
      response.end(JSON.stringify(request.headers)),
    );
    const port = await listening(server);
    start();
    const options = {
      ...tls,
      pskCallback: () => ({ psk: psk.key, identity: psk.identity }),
      checkServerIdentity: () => undefined,
    };
    const sent = await inContext(() => viaHttp(`https://127.0.0.1:${port}/`, options));
    server.close();
    expect(sent).toMatchObject({ traceparent, 'x-request-id': 'order-17' });
  });
});

describe('a request through a proxy', () => {
  it('is judged by where it goes in the end, not by the proxy', async () => {
    const proxy = http.createServer((request, response) => response.end(JSON.stringify(request.headers)));
    const port = await listening(proxy);
    const call = (): Promise<SentHeaders> =>
      axios.get('http://api.example.com/', { proxy: { host: '127.0.0.1', port } }).then(({ data }) => data);
    start();
    expect(await inContext(call)).not.toHaveProperty('x-request-id');
    start({ hosts: ['api.example.com'] });
    expect(await inContext(call)).toHaveProperty('x-request-id', 'order-17');
    proxy.close();
  });
});

describe('the options', () => {
  it('choose the header and leave traceparent out', async () => {
    start({ header: 'X-Correlation-Id', traceparent: false });
    const sent = await inContext(() => clients['fetch']?.(url()) ?? Promise.resolve({}));
    expect(sent).toHaveProperty('x-correlation-id', 'order-17');
    expect(sent).not.toHaveProperty('traceparent');
    expect(sent).not.toHaveProperty('x-request-id');
  });

  it('are refused with one list when they are wrong', () => {
    const bad: object = { host: [], hosts: ['https://x.com/', '', 7, 'a b', 'ok.com'], header: 'a b', traceparent: 1 };
    expect(() => propagateContext(bad)).toThrow(
      /7 problems\n.*host is not an option \(did you mean "hosts"\?\)\n.*\n.*\n.*hosts\[0\] must be a host/,
    );
    expect(() => propagateContext(null as never)).toThrow('options must be an object, got null'); // bad on purpose
    expect(() => propagateContext({ hosts: 'x' as never })).toThrow('hosts must be an array of hosts'); // bad on purpose
  });
});

describe('with OpenTelemetry', () => {
  let instrumentation: UndiciInstrumentation | undefined;
  const provider = new BasicTracerProvider();
  const register = (): void => {
    trace.setGlobalTracerProvider(provider);
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  };
  const instrument = (): void => {
    instrumentation = new UndiciInstrumentation();
    instrumentation.setTracerProvider(provider);
  };
  afterEach(() => {
    instrumentation?.disable();
    instrumentation = undefined;
    for (const api of [trace, context, propagation]) api.disable();
  });
  const inSpan = (call: () => Promise<SentHeaders>): Promise<{ sent: SentHeaders; spanId: string; traceId: string }> =>
    trace.getTracer('test').startActiveSpan('a', async (span) => {
      const sent = await inContext(call);
      span.end();
      return { sent, ...span.spanContext() };
    });

  it.each(['fetch', 'axios'])(
    'the active span’s ids go along by %s, where no instrumentation sends them',
    async (name) => {
      register();
      start();
      const { sent, traceId, spanId } = await inSpan(() => clients[name]?.(url()) ?? Promise.resolve({}));
      expect(sent).toMatchObject({ traceparent: `00-${traceId}-${spanId}-01`, 'x-request-id': 'order-17' });
    },
  );

  it('there is one traceparent, and it is the instrumentation’s, when that was there first', async () => {
    register();
    instrument();
    start();
    const { sent, traceId, spanId } = await inSpan(() => clients['fetch']?.(url()) ?? Promise.resolve({}));
    expect(sent['traceparent']).toMatch(new RegExp(`^00-${traceId}-(?!${spanId})[0-9a-f]{16}-01$`));
    expect(sent).toMatchObject({ 'x-request-id': 'order-17' });
  });

  it('there is one traceparent when the SDK starts later', async () => {
    start();
    await inContext(() => clients['fetch']?.(url()) ?? Promise.resolve({}));
    instrument();
    register();
    for (let turn = 0; turn < 3; turn++) {
      const { sent, traceId } = await inSpan(() => clients['fetch']?.(url()) ?? Promise.resolve({}));
      expect(sent['traceparent']).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
      expect(sent).toMatchObject({ 'x-request-id': 'order-17' });
    }
  });
});

function viaHttp(address: string, options: https.RequestOptions): Promise<SentHeaders> {
  const { get } = address.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    get(address, options, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      const { location } = response.headers;
      response.on('end', () => resolve(location === undefined ? JSON.parse(text) : { location }));
    }).on('error', reject);
  });
}

/** Clients that follow redirects do; for the others we do what their callers would. */
async function follow(call: Client, address: string): Promise<SentHeaders> {
  const answer = await call(address).catch(() => ({ location: new URL(address).searchParams.get('to') ?? '' }));
  return 'location' in answer && answer['location'] !== undefined ? call(answer['location']) : answer;
}

function listening(server: http.Server): Promise<number> {
  // A cast that holds: a server that listens on a port has an address of this kind.
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}
