import { describe, expect, it } from 'vitest';
import { type InboundOptions, inboundStats, resolveInbound } from '../../src/context/index.ts';
import { OptionsError } from '../../src/errors/index.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
const traceFields = { trace_id: traceId, span_id: '00f067aa0ba902b7', trace_flags: '01' };
const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the ids of a request', () => {
  it('are those of its traceparent; a header beside it is kept as request_id', () => {
    const inbound = resolveInbound({ traceparent, 'x-request-id': 'order-17' });
    const fields = { correlation_id: traceId, ...traceFields, request_id: 'order-17' };
    expect(inbound).toEqual({ fields, rejected: [], untrusted: [], source: 'traceparent' });
  });

  it.each([
    [{ 'x-request-id': 'a', 'x-correlation-id': 'b', 'request-id': 'c' }, 'a'],
    [{ 'request-id': 'c', 'x-correlation-id': 'b' }, 'b'],
    [{ 'request-id': 'c' }, 'c'],
  ])('are taken from %j in the order of the accepted headers', (headers, id) => {
    expect(resolveInbound(headers)).toMatchObject({ fields: { correlation_id: id }, source: 'header' });
    expect(resolveInbound(new Headers(headers))).toMatchObject({ fields: { correlation_id: id } });
  });

  it('are new where none came: a UUID of version 7, or what generateId makes', () => {
    const { fields, source } = resolveInbound({});
    expect(source).toBe('new');
    expect(fields.correlation_id).toMatch(uuidV7);
    const time = Number.parseInt(fields.correlation_id?.replace('-', '').slice(0, 12) ?? '', 16);
    expect(Math.abs(Date.now() - time)).toBeLessThan(5_000);
    expect(resolveInbound({}, { generateId: () => 'own-1' }).fields).toEqual({ correlation_id: 'own-1' });
    const failing = (): never => {
      throw new Error('no');
    };
    expect(resolveInbound({}, { generateId: failing }).fields.correlation_id).toMatch(uuidV7);
    expect(resolveInbound({}, { generateId: () => 'not an id' }).fields.correlation_id).toMatch(uuidV7);
  });

  it('are taken from other headers when the options name them, in any case', () => {
    const options: InboundOptions = { accept: ['X-Amzn-Trace-Id'] };
    const headers = { 'x-amzn-trace-id': 'Root=1-67891233-abcdef012345678912345678', 'x-request-id': 'a' };
    expect(resolveInbound(headers, options).fields.correlation_id).toBe('Root=1-67891233-abcdef012345678912345678');
  });

  it.each(['', 'a b', 'a, b', 'a\tb', 'ä', 'x'.repeat(129), '$(x)', '<script>', ['a', 'b'], 'a"b', "a'"])(
    'are new where %j came, which is refused and named',
    (bad) => {
      const inbound = resolveInbound({ 'x-request-id': bad });
      expect(inbound).toMatchObject({ rejected: ['x-request-id'], source: 'new' });
      expect(JSON.stringify(inbound.fields)).toMatch(/^\{"correlation_id":"[0-9a-f-]{36}"\}$/);
    },
  );

  it('skip a refused header for the next accepted one', () => {
    const inbound = resolveInbound({ 'x-request-id': 'a b', 'request-id': 'c' });
    expect(inbound).toMatchObject({ fields: { correlation_id: 'c' }, rejected: ['x-request-id'] });
  });

  it.each([
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `ff-${traceId}-00f067aa0ba902b7-01`,
    `00-${traceId}-00f067aa0ba902b7-01-more`,
    `00-${traceId.toUpperCase()}-00f067aa0ba902b7-01`,
    `00-${traceId}-00f067aa0ba902b7`,
    `${traceparent},${traceparent}`,
    'x'.repeat(20_000),
    '',
  ])('are not those of the traceparent %j', (bad) => {
    expect(resolveInbound({ traceparent: bad })).toMatchObject({ rejected: ['traceparent'], source: 'new' });
  });

  it('are those of a traceparent of a later version, read as far as it is known', () => {
    const later = `01-${traceId}-00f067aa0ba902b7-03-future`;
    expect(resolveInbound({ traceparent: later }).fields).toMatchObject({ trace_id: traceId, trace_flags: '03' });
  });
});

describe('a sender who is not trusted', () => {
  const headers = { traceparent, 'x-request-id': 'order-17' };

  it.each<[string, InboundOptions<{ peer: string }>]>([
    ['by policy', { trust: 'never' }],
    ['by its address', { trust: (request) => request.peer.startsWith('10.') }],
    [
      'because nobody can tell',
      {
        trust: () => {
          throw new Error('no');
        },
      },
    ],
  ])('%s gets a new id, and the headers that were left are named', (_, options) => {
    const inbound = resolveInbound(headers, options, { peer: '203.0.113.7' });
    expect(inbound).toMatchObject({ rejected: [], untrusted: ['traceparent', 'x-request-id'], source: 'new' });
    expect(Object.keys(inbound.fields)).toEqual(['correlation_id']);
  });

  it('is told apart from one who is', () => {
    const options: InboundOptions<string> = { trust: (peer) => peer.startsWith('10.') };
    expect(resolveInbound({ 'x-request-id': 'a' }, options, '10.0.0.7').fields).toEqual({ correlation_id: 'a' });
  });
});

describe('the counts', () => {
  it('say where ids came from, and how many were refused', () => {
    const before = inboundStats();
    resolveInbound({ 'x-request-id': 'a' });
    resolveInbound({ 'x-request-id': 'a b', traceparent: 'x' });
    resolveInbound({ 'x-request-id': 'a' }, { trust: 'never' });
    const after = inboundStats();
    expect(after.header - before.header).toBe(1);
    expect(after.new - before.new).toBe(2);
    expect(after.rejected - before.rejected).toBe(2);
    expect(after.untrusted - before.untrusted).toBe(1);
  });
});

describe('wrong options', () => {
  it('are refused with one list', () => {
    const bad: object = { acept: [], accept: ['x request'], trust: 'sometimes', generateId: 'uuid' };
    const options: InboundOptions = bad;
    expect(() => resolveInbound({}, options)).toThrow(OptionsError);
    // @ts-expect-error bad on purpose
    expect(() => resolveInbound({}, null)).toThrow('options must be an object, got null');
    expect(() => resolveInbound({}, options)).toThrow(
      /4 problems\n.*acept is not an option \(did you mean "accept"\?\)\n.*accept must be an array of header names, got an array of 1\n.*trust must be 'always', 'never' or a function, got a string of 9 characters\n.*generateId must be a function/,
    );
  });
});
