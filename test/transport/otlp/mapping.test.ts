import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runWithContext } from '../../../src/context/index.ts';
import type { Entry } from '../../../src/transport/ship/sender.ts';
import { githubToken, password, privateKey } from '../../support/fake-secrets.ts';
import { type ReceivedRecord, startCollector } from './collector.ts';
import { entryOf, logged, openSender, send } from './send.ts';

async function received(entries: readonly Entry[]): Promise<ReceivedRecord[]> {
  const collector = await startCollector();
  expect(await send(collector.url, entries)).toEqual({ is: 'delivered' });
  return collector.records();
}

async function one(entries: readonly Entry[]): Promise<ReceivedRecord> {
  const [record] = await received(entries);
  if (record === undefined) throw new Error('nothing was received');
  return record;
}

const ids = {
  correlation_id: 'order-17',
  trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
  span_id: '00f067aa0ba902b7',
  trace_flags: '01',
};

describe('a line as an OpenTelemetry log record', () => {
  it('has time, severity, body, attributes, ids as bytes, and the resource', async () => {
    const options = { service: 'checkout', env: 'production', version: '1.4.2' };
    const lines = logged(options, (logger) =>
      runWithContext(ids, () => logger.warn({ total: 129.5, items: ['a', 'b'], user: { id: 7, vip: true } }, 'placed')),
    );
    expect(await received(lines)).toEqual([
      {
        resource: {
          'service.name': 'checkout',
          'service.version': '1.4.2',
          'deployment.environment.name': 'production',
        },
        scope: 'logveil',
        timeUnixNano: '1795176000001000017',
        observedTimeUnixNano: '1795176000001000017',
        severityNumber: 13,
        severityText: 'warn',
        body: 'placed',
        attributes: { correlation_id: 'order-17', total: 129.5, items: ['a', 'b'], user: { id: 7, vip: true } },
        traceId: ids.trace_id,
        spanId: ids.span_id,
        flags: 1,
      },
    ]);
  });

  it('has the severity number of its level', async () => {
    const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
    const lines = logged({ level: 'trace' }, (logger) => {
      for (const level of levels) logger[level](level);
    });
    const numbers = (await received(lines)).map(({ body, severityNumber }) => [body, severityNumber]);
    expect(numbers).toEqual([
      ['trace', 1],
      ['debug', 5],
      ['info', 9],
      ['warn', 13],
      ['error', 17],
      ['fatal', 21],
    ]);
  });

  it('has the severity of numeric levels that plain pino writes, and none for custom ones', async () => {
    const levels = ['50', '35', '5', '99', '"audit"'];
    const records = await received(levels.map((level) => entryOf(`{"level":${level},"msg":"x"}`)));
    expect(records.map(({ severityNumber, severityText }) => [severityNumber, severityText])).toEqual([
      [17, ''],
      [9, ''],
      [1, ''],
      [21, ''],
      [0, 'audit'],
    ]);
  });

  it('shows an error by type and message, with the stack below the message', async () => {
    const error = new TypeError('no such card', { cause: new RangeError('expired') });
    const record = await one(logged({}, (logger) => logger.error({ err: error }, 'charge failed')));
    expect(record.attributes).toMatchObject({
      'exception.type': 'TypeError',
      'exception.message': 'no such card',
      'err.cause': { type: 'RangeError', message: 'expired' },
    });
    expect(record.body).toMatch(/^charge failed\nTypeError: no such card\n {4}at .*\nRangeError: expired\n/s);
    expect(JSON.stringify(record.attributes)).not.toContain('    at ');
  });

  it('uses the names of the semantic conventions', async () => {
    const request = {
      http_request_method: 'POST',
      http_route: '/pay/:id',
      http_response_status_code: 502,
      duration_ms: 1.5,
    };
    const record = await one(logged({}, (logger) => logger.info(request)));
    expect(record.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': '/pay/:id',
      'http.response.status_code': 502,
      duration_ms: 1.5,
    });
  });

  it('keeps attributes within what Loki takes of them; what is too large is below the message', async () => {
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`field${n}`, n]));
    const [large, wide] = await received([
      entryOf(JSON.stringify({ msg: 'large', page: 'x'.repeat(70_000), small: 1 })),
      entryOf(JSON.stringify({ msg: 'wide', many, last: true })),
    ]);
    expect([large?.attributes, wide?.attributes]).toEqual([{ small: 1 }, { last: true }]);
    expect(large?.body).toBe(`large\npage: ${'x'.repeat(70_000)}`);
    expect(wide?.body).toBe(`wide\nmany: ${JSON.stringify(many)}`);
  });

  it('keeps what is odd under a name of its own as an attribute', async () => {
    const record = await one([entryOf('{"level":{"a":1},"time":null,"msg":7,"service_name":["x"],"env":false}')]);
    expect(record.attributes).toEqual({ level: { a: 1 }, time: null, msg: 7, service_name: ['x'], env: false });
    expect(record.resource).toEqual({});
    const error = await one([entryOf('{"err":{"stack":5,"type":{"x":1},"code":"E"}}')]);
    expect(error.attributes).toEqual({ 'err.stack': 5, 'exception.type': { x: 1 }, 'err.code': 'E' });
  });

  it('keeps ids that are none as attributes', async () => {
    const record = await one([entryOf('{"level":"info","trace_id":"0","span_id":"x","msg":"odd"}')]);
    expect(record).toMatchObject({ traceId: '', spanId: '', attributes: { trace_id: '0', span_id: 'x' } });
  });

  it.each([['plain text'], ['[1,2]'], ['{"level":"info","msg":"cut'], ['']])(
    'is the body alone when it is %j',
    async (line) => {
      const record = await one([entryOf(line)]);
      expect(record).toMatchObject({ body: line, attributes: {}, severityNumber: 0 });
    },
  );

  it('has structure to a depth that decoders take, and text below it', async () => {
    const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const [deep, deepest] = await received([
      entryOf(`{"msg":"deep","at":${nested(20)}}`),
      entryOf(`{"service_name":"a","msg":"deepest","at":${nested(60_000)}}`),
    ]);
    expect(JSON.stringify(deep?.attributes['at'])).toBe(
      `${'{"a":'.repeat(16)}${JSON.stringify(nested(4))}${'}'.repeat(16)}`,
    );
    expect(deepest).toMatchObject({ resource: { 'service.name': 'a' }, attributes: {} });
    expect(deepest?.body).toContain(nested(60_000));
  });

  it('keeps null, large numbers, odd names and odd text', async () => {
    const line = `{"level":"info","__proto__":{"x":1},"none":null,"big":1e300,"id":9007199254740991,"neg":-5,"":"e","emoji":"🦀"}`;
    const { attributes } = await one([entryOf(line)]);
    expect(Object.entries(attributes)).toEqual([
      ['__proto__', { x: 1 }],
      ['none', null],
      ['big', 1e300],
      ['id', 9007199254740991],
      ['neg', -5],
      ['', 'e'],
      ['emoji', '🦀'],
    ]);
  });

  it('leaves nothing out, whatever the record', async () => {
    const collector = await startCollector();
    const sender = await openSender(collector.url);
    const records = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(records, async (batch) => {
        const entries = batch.map((record) => entryOf(JSON.stringify({ ...record, tail: 'marked' })));
        const before = collector.records().length;
        expect(await sender.send({ entries, bytes: 0 }, new AbortController().signal)).toEqual({ is: 'delivered' });
        const received = collector.records().slice(before);
        expect(received.map(({ attributes }) => attributes['tail'])).toEqual(batch.map(() => 'marked'));
        for (const [index, record] of batch.entries()) {
          const there = JSON.stringify(received[index]);
          for (const leaf of leavesOf(record)) expect(there).toContain(JSON.stringify(leaf).slice(1, -1));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('has the resource of its own service, and what was frozen when it was spooled', async () => {
    const records = await received([
      entryOf('{"service_name":"a","msg":"1"}', {
        resource: { 'k8s.namespace.name': 'shop', 'service.name': 'other' },
      }),
      entryOf('{"msg":"2"}', { resource: { 'service.name': 'other', broken: 7 } }),
    ]);
    expect(records.map(({ resource }) => resource)).toEqual([
      { 'k8s.namespace.name': 'shop', 'service.name': 'a' },
      { 'service.name': 'other' },
    ]);
  });

  it('holds no secret, wherever in the log call it stood', async () => {
    const collector = await startCollector();
    const secrets = [githubToken, password, privateKey()];
    const lines = logged({}, (logger) => {
      for (const secret of secrets) {
        logger.error(
          { err: new Error(`login with password=${secret} failed`), token: secret, url: `https://x/?token=${secret}` },
          `got ${secret}`,
        );
      }
    });
    await send(collector.url, lines);
    expect(collector.records()).toHaveLength(secrets.length);
    for (const secret of [githubToken, password, 'FAKEfake']) expect(collector.requests[0]?.raw).not.toContain(secret);
  });
});

/** Every text and flag in a value. Numbers are left out: -0 and 1e21 have more than one spelling. */
function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value.toWellFormed()];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    ...(Array.isArray(value) ? [] : [key]),
    ...leavesOf(member),
  ]);
}
