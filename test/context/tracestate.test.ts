import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { TraceState } from '@opentelemetry/core';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type Carrier,
  extractContext,
  getContext,
  injectContext,
  propagateContext,
  resolveInbound,
  runWithContext,
  startContext,
} from '../../src/context/index.ts';
import { httpLogger } from '../../src/http/index.ts';
import { createLogger } from '../../src/index.ts';
import { createLines } from '../support/log-lines.ts';
import { type Downstream, startDownstream } from './downstream.ts';

const ids = { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', span_id: '00f067aa0ba902b7', trace_flags: '01' };
const traceparent = `00-${ids.trace_id}-${ids.span_id}-01`;
const tracestate = 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE,fw529a3039@dt=x y';

describe('the tracestate of a request', () => {
  let downstream: Downstream;
  beforeAll(async () => {
    downstream = await startDownstream();
  });
  afterAll(() => downstream.stop());

  it('goes along with its traceparent to the hosts on the list, and is neither on a line nor in the context', async () => {
    const lines = createLines();
    const logger = createLogger({}, lines);
    const { fields, rejected } = resolveInbound({ traceparent, tracestate });
    expect(rejected).toEqual([]);
    const propagation = propagateContext();
    const call = async (): Promise<unknown> => (await fetch(`http://127.0.0.1:${downstream.port}/`)).json();
    const sent = await startContext(fields, () => {
      logger.info('calling');
      expect(JSON.stringify(getContext())).not.toContain('rojo');
      return call();
    });
    expect(sent).toMatchObject({ traceparent, tracestate });
    expect(lines.lines.join()).not.toContain('rojo');
    const without = await startContext(resolveInbound({ traceparent }).fields, call);
    expect(without).toMatchObject({ traceparent });
    expect(without).not.toHaveProperty('tracestate');
    propagation.stop();
  });

  it('goes along from inside the HTTP middleware', async () => {
    const logger = createLogger({}, createLines());
    const server = createServer((request, response) => {
      httpLogger({ logger })(request, response);
      response.end(JSON.stringify(injectContext({})));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { traceparent, tracestate } });
    expect(await answer.json()).toMatchObject({ traceparent, tracestate });
    server.close();
  });

  it('stays behind when the trace is new, and goes with its own trace where another is entered', () => {
    const alone = resolveInbound({ tracestate }).fields;
    expect(startContext(alone, () => injectContext({}))).not.toHaveProperty('tracestate');
    const other = { ...ids, trace_id: 'a'.repeat(32) };
    runWithContext({ ...ids, trace_state: tracestate }, () => {
      expect(runWithContext({ tenant: 'acme' }, () => injectContext({}))).toMatchObject({ tracestate });
      expect(runWithContext(other, () => injectContext({}))).not.toHaveProperty('tracestate');
    });
  });

  it('of a sender who is not trusted is not used', () => {
    const { fields } = resolveInbound({ traceparent, tracestate }, { trust: 'never' });
    expect(fields).not.toHaveProperty('trace_state');
  });

  it('goes through a job and takes the place of one that was there', () => {
    const carriers: Carrier[] = [{}, new Headers(), new Map(), [], { TRACESTATE: 'old=1' }];
    const fields = { correlation_id: 'order-17', ...ids, trace_state: tracestate };
    for (const carrier of carriers) {
      runWithContext(fields, () => injectContext(carrier));
      expect(extractContext(carrier)).toEqual(fields);
      runWithContext({ correlation_id: 'order-17', ...ids }, () => injectContext(carrier));
      expect(extractContext(carrier)).toEqual({ correlation_id: 'order-17', ...ids });
    }
    expect(extractContext({ tracestate })).toEqual({});
  });
});

describe('a tracestate that is not valid', () => {
  it.each([
    ['a member without a value', 'a'],
    ['an empty value', 'a='],
    ['a key in upper case', 'A=1'],
    ['an equals sign in a value', 'a=b=c'],
    ['a character that is none of ASCII', 'a=ä'],
    ['a line break', 'a=b\r\nx: y'],
    ['a key that is too long', `${'a'.repeat(257)}=1`],
    ['a value that is too long', `a=${'b'.repeat(257)}`],
    ['a key twice', 'a=1,b=2,a=3'],
    ['33 members', Array.from({ length: 33 }, (_, index) => `k${index}=1`).join()],
    ['far too much', `a=${' '.repeat(100_000)}b`],
  ])('for %s is refused and named; the trace is kept', (_, bad) => {
    const inbound = resolveInbound({ traceparent, tracestate: bad });
    expect(inbound.rejected).toEqual(['tracestate']);
    expect(inbound.fields).toEqual({ correlation_id: ids.trace_id, ...ids });
    expect(extractContext({ traceparent, tracestate: bad })).toEqual({ correlation_id: ids.trace_id, ...ids });
    runWithContext({ ...ids, trace_state: bad }, () => {
      expect(getContext()).toMatchObject({ ...ids, context_rejected: 'trace_state' });
      expect(injectContext({})).not.toHaveProperty('tracestate');
    });
  });

  it.each(['', ' ', ',', ' , ,'])('for it has no member, %j, is nothing', (empty) => {
    expect(resolveInbound({ traceparent, tracestate: empty })).toMatchObject({ rejected: [] });
    expect(extractContext({ traceparent, tracestate: empty })).not.toHaveProperty('trace_state');
  });
});

describe('a tracestate that is long', () => {
  const long = `long=${'x'.repeat(200)}`;
  const stateOf = (text: string): unknown => extractContext({ traceparent, tracestate: text }).trace_state;

  it('is passed on whole up to 512 characters; above, members of more than 128 go first, then the last', () => {
    const short = Array.from({ length: 31 }, (_, index) => `k${String(index).padStart(2, '0')}=${'v'.repeat(6)}`);
    const fits = [long, ...short.slice(0, 27)].join();
    expect(fits.length).toBeLessThanOrEqual(512);
    expect(stateOf(fits)).toBe(fits);
    expect(stateOf([long, ...short].join())).toBe(short.join());
    const wide = Array.from({ length: 20 }, (_, index) => `w${String(index).padStart(2, '0')}=${'v'.repeat(50)}`);
    expect(stateOf(wide.join())).toBe(wide.slice(0, 9).join());
  });

  it('never exceeds 512 characters or 32 members, and keeps order and members whole, for any list', () => {
    const key = fc.stringMatching(/^[a-z0-9][a-z0-9_\-*/@]{0,20}$/);
    const value = fc.stringMatching(/^[!-+\--<>-~]{1,150}$/);
    fc.assert(
      fc.property(fc.uniqueArray(key, { minLength: 1, maxLength: 32 }), fc.infiniteStream(value), (keys, values) => {
        const members = keys.map((name) => `${name}=${values.next().value}`);
        const kept = String(stateOf(members.join(' , ')) ?? '');
        const keptMembers = kept === '' ? [] : kept.split(',');
        expect(kept.length).toBeLessThanOrEqual(512);
        expect(members.filter((member) => keptMembers.includes(member))).toEqual(keptMembers);
        if (members.join().length <= 512) expect(kept).toBe(members.join());
      }),
    );
  });
});

describe('with an active span', () => {
  beforeAll(() => context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
  afterEach(() => context.disable());

  it('the span’s tracestate goes along, whatever the context came with', () => {
    const spanContext = { traceId: 'b'.repeat(32), spanId: 'c'.repeat(16), traceFlags: 1 };
    const inSpan = (traceState: TraceState | undefined): object => {
      const span = trace.wrapSpanContext(traceState === undefined ? spanContext : { ...spanContext, traceState });
      const fields = { ...ids, trace_state: tracestate };
      return context.with(trace.setSpan(context.active(), span), () => runWithContext(fields, () => injectContext({})));
    };
    const own = `00-${spanContext.traceId}-${spanContext.spanId}-01`;
    expect(inSpan(new TraceState('vendor=own'))).toMatchObject({ traceparent: own, tracestate: 'vendor=own' });
    expect(inSpan(undefined)).toMatchObject({ traceparent: own });
    expect(inSpan(undefined)).not.toHaveProperty('tracestate');
  });
});
