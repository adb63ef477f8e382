import { describe, expect, it } from 'vitest';
import {
  type Carrier,
  extractContext,
  type InjectOptions,
  injectContext,
  runWithContext,
  startContext,
} from '../../src/context/index.ts';
import { OptionsError } from '../../src/errors/index.ts';
import { createLogger } from '../../src/index.ts';
import { createLines } from '../support/log-lines.ts';

const trace = { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', span_id: '00f067aa0ba902b7', trace_flags: '01' };
const traceparent = `00-${trace.trace_id}-${trace.span_id}-01`;
const fields = { correlation_id: 'order-17', ...trace };

describe('a carrier', () => {
  it.each<[string, () => Carrier, InjectOptions, unknown]>([
    ['an object', () => ({ a: 1 }), {}, { a: 1, traceparent, 'x-request-id': 'order-17' }],
    ['an object without a prototype', () => Object.create(null), {}, { traceparent, 'x-request-id': 'order-17' }],
    ['Headers', () => new Headers(), {}, new Headers({ traceparent, 'x-request-id': 'order-17' })],
    ['a Map', () => new Map(), {}, new Map(Object.entries({ traceparent, 'x-request-id': 'order-17' }))],
    [
      'pairs',
      () => [['a', '1']],
      {},
      [
        ['a', '1'],
        ['traceparent', traceparent],
        ['x-request-id', 'order-17'],
      ],
    ],
    [
      'an environment',
      () => ({ PATH: '/bin' }),
      { format: 'env' },
      { PATH: '/bin', TRACEPARENT: traceparent, X_REQUEST_ID: 'order-17' },
    ],
    [
      'attributes of SQS',
      () => ({}),
      { format: 'sqs' },
      {
        traceparent: { DataType: 'String', StringValue: traceparent },
        'x-request-id': { DataType: 'String', StringValue: 'order-17' },
      },
    ],
  ])('that is %s brings the ids over', (_, make, options, expected) => {
    const carrier = make();
    expect(runWithContext(fields, () => injectContext(carrier, options))).toBe(carrier);
    expect(carrier).toEqual(expected);
    expect(extractContext(carrier)).toEqual(fields);
  });

  it.each<[string, Carrier]>([
    ['headers of Kafka, as bytes', { traceparent: Buffer.from(traceparent), 'x-request-id': Buffer.from('order-17') }],
    ['headers of Kafka, in lists', { traceparent: [Buffer.from(traceparent)], 'x-request-id': ['order-17'] }],
    [
      'pairs of bytes',
      [
        [Buffer.from('traceparent'), new TextEncoder().encode(traceparent)],
        ['X-Request-Id', 'order-17'],
      ],
    ],
    ['names in another case', { TraceParent: traceparent, 'X-Request-ID': 'order-17' }],
    ['an event of Lambda', { traceparent: { stringValue: traceparent }, 'x-request-id': { stringValue: 'order-17' } }],
  ])('of %s is read', (_, carrier) => {
    expect(extractContext(carrier)).toEqual(fields);
  });

  it('gets each name once, whatever stood there in whatever case', () => {
    const carriers: Carrier[] = [
      { 'X-Request-Id': 'old', TRACEPARENT: 'old' },
      new Map([
        ['X-Request-Id', 'old'],
        ['x-request-id', 'older'],
      ]),
      [
        ['X-REQUEST-ID', 'old'],
        ['x-request-id', 'older'],
      ],
      new Headers({ 'X-Request-Id': 'old' }),
    ];
    for (const carrier of carriers) {
      runWithContext(fields, () => injectContext(carrier));
      expect(extractContext(carrier)).toEqual(fields);
      const content: unknown[] =
        Symbol.iterator in carrier ? [...(carrier as Iterable<unknown>)] : Object.entries(carrier);
      expect(JSON.stringify(content)).not.toContain('old');
    }
  });

  it('gets only what there is: no traceparent without a trace, nothing outside of any context', () => {
    expect(runWithContext({ correlation_id: 'a' }, () => injectContext({}))).toEqual({ 'x-request-id': 'a' });
    expect(injectContext({})).toEqual({});
  });

  it('can have another name for the id', () => {
    const carrier = runWithContext({ correlation_id: 'a' }, () => injectContext({}, { header: 'x-correlation-id' }));
    expect(carrier).toEqual({ 'x-correlation-id': 'a' });
    expect(extractContext(carrier)).toEqual({ correlation_id: 'a' });
    expect(extractContext({ job_id: 'a' }, { accept: ['job_id'] })).toEqual({ correlation_id: 'a' });
  });

  it.each<[string, Carrier]>([
    ['empty', {}],
    ['full of wrong values', { traceparent: 7, 'x-request-id': { a: 1 } }],
    ['with an id that is none', { 'x-request-id': 'a b', traceparent: 'x' }],
    ['with ids that only its prototype has', Object.create({ 'x-request-id': 'a' })],
    [
      'that throws',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('no');
          },
        },
      ),
    ],
    ['whose own get and set are no methods', { get: 'x', set: 'y' }],
    ['of pairs that are none', [1, 'x-request-id', ['x-request-id']]],
  ])('that is %s gives nothing', (_, carrier) => {
    expect(extractContext(carrier)).toEqual({});
  });

  it('with a trace alone gives a correlation id, too', () => {
    expect(extractContext({ traceparent })).toEqual({ correlation_id: trace.trace_id, ...trace });
  });

  it('with baggage gives the entries that are allowed, as fields, and no other', () => {
    const baggage = 'tenant=acme,password=hunter2,plan=pro%20plus;ttl=60;x, region = eu ,bad=%E0%A4%A,empty=,tenant';
    const options = { baggage: ['tenant', 'plan', 'region', 'bad', 'empty', 'absent'] };
    const expected = { correlation_id: 'order-17', tenant: 'acme', plan: 'pro plus', region: 'eu' };
    for (const value of [baggage, Buffer.from(baggage), { StringValue: baggage }]) {
      expect(extractContext({ 'x-request-id': 'order-17', baggage: value }, options)).toEqual(expected);
    }
    expect(extractContext({ baggage })).toEqual({});
    expect(extractContext({ baggage: 'user%20id=7' }, { baggage: ['user id'] })).toEqual({ 'user id': '7' });
  });

  it('with baggage that is too long gives none of it, nor an entry longer than a field may be', () => {
    const options = { baggage: ['tenant', 'plan'] };
    const long = 'x'.repeat(1_025);
    expect(extractContext({ baggage: `tenant=${long},plan=pro` }, options)).toEqual({ plan: 'pro' });
    expect(extractContext({ baggage: `tenant=acme,other=${'x'.repeat(8_192)}` }, options)).toEqual({});
  });

  it('puts baggage on the lines of the job, made safe like every field', () => {
    const lines = createLines();
    const logger = createLogger({}, lines);
    const job = { baggage: 'tenant=acme,note=password%3Dhunter2', traceparent };
    startContext(extractContext(job, { baggage: ['tenant', 'note'] }), () => logger.info('started'));
    expect(lines.record()).toMatchObject({ ...trace, tenant: 'acme', note: 'password=[REDACTED:password]' });
  });

  it('cannot bring an id or a name of logveil’s by baggage', () => {
    for (const name of ['trace_id', 'trace_state', 'level', '__proto__', '']) {
      expect(() => extractContext({}, { baggage: [name] })).toThrow(/baggage\[0\]/);
    }
    const names = Array.from({ length: 17 }, (_, index) => `n${index}`);
    expect(() => extractContext({}, { baggage: names })).toThrow('baggage must be at most 16 names, got 17');
  });

  it('that is none is refused, and so are wrong options', () => {
    // @ts-expect-error bad on purpose
    expect(() => injectContext('x', { headr: 'a', format: 'xml', header: 'a b' })).toThrow(
      /4 problems\n.*carrier must be an object, got a string of 1 character.*\n.*headr is not an option \(did you mean "header"\?\)/,
    );
    // @ts-expect-error bad on purpose
    expect(() => extractContext(undefined, { accept: 'x' })).toThrow(OptionsError);
    // @ts-expect-error bad on purpose
    expect(() => injectContext({}, null)).toThrow('options must be an object, got null');
    expect(() => injectContext(Object.freeze({}))).toThrow('carrier must be an object that can be written to');
  });
});
