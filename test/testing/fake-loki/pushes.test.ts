import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, checkout, lines, now, push, send, startLoki } from './push.ts';

describe('a push that Loki takes', () => {
  it('is answered with 204 and stored with its structured metadata', async () => {
    const loki = await startLoki();
    const answer = await push(loki, checkout([at(0), 'hello', { trace_id: '4bf9' }]));
    expect(answer).toEqual({ status: 204, text: '', retryAfter: null });
    expect(loki.entries()).toEqual([
      {
        tenant: 'fake',
        labels: { service_name: 'checkout' },
        timestamp: at(0),
        line: 'hello',
        structuredMetadata: { trace_id: '4bf9' },
        detectedLevel: 'unknown',
        receivedAt: now,
      },
    ]);
  });

  it.each([
    ['as it is', undefined, (json: string) => Buffer.from(json)],
    ['gzip', 'gzip', gzipSync],
    ['deflate', 'deflate', deflateSync],
  ] as const)('may be packed: %s', async (_, encoding, pack) => {
    const loki = await startLoki();
    const body = pack(JSON.stringify({ streams: [checkout([at(0), 'packed'])] }));
    const answer = await send(loki, body, encoding === undefined ? {} : { 'content-encoding': encoding });
    expect([answer.status, lines(loki)]).toEqual([204, ['packed']]);
  });

  it('keeps NUL, U+2028, emoji and CR LF as they are', async () => {
    const loki = await startLoki();
    const odd = 'a\0b\u2028c🦀d\r\ne';
    await push(loki, checkout([at(0), odd]));
    expect(lines(loki)).toEqual([odd]);
  });

  it('keeps lines of one nanosecond in the order sent, and those of later pushes by time', async () => {
    const loki = await startLoki();
    await push(loki, checkout(...['c', 'a', 'e', 'b', 'd'].map((line) => [at(5), line])));
    await push(loki, checkout([at(1), 'first'], [at(5), 'last']));
    expect(lines(loki)).toEqual(['first', 'c', 'a', 'e', 'b', 'd', 'last']);
  });

  it('is stored once however often it comes: same stream, time and line', async () => {
    const loki = await startLoki();
    await push(loki, checkout([at(0), 'again']));
    const answer = await push(loki, checkout([at(0), 'again', { attempt: '2' }], [at(0, 1), 'again']));
    expect(answer.status).toBe(204);
    expect(loki.entries().map(({ timestamp }) => timestamp)).toEqual([at(0), at(0, 1)]);
    expect(loki.requests().map(({ stored, duplicates }) => [stored, duplicates])).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });

  it('loses one of two identical lines of one nanosecond, even in one push', async () => {
    const loki = await startLoki();
    await push(loki, checkout([at(0), 'same'], [at(0), 'same']));
    expect(loki.count()).toBe(1);
  });

  it('is stored like any other, whatever is sent in whatever order: once, by time', async () => {
    const entry = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.string({ unit: 'grapheme', maxLength: 3 }));
    const batches = fc.array(fc.array(entry, { maxLength: 6 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(batches, async (all) => {
        const loki = await startLoki();
        for (const batch of all) await push(loki, checkout(...batch.map(([ms, line]) => [at(ms), line])));
        const sent = all.flat().map(([ms, line]) => `${at(ms)} ${line}`);
        const stored = loki.entries().map(({ timestamp, line }) => `${timestamp} ${line}`);
        expect([...stored].sort()).toEqual([...new Set(sent)].sort());
        const times = loki.entries().map(({ timestamp }) => timestamp);
        expect(times).toEqual([...times].sort());
        expect(loki.count()).toBe(stored.length);
        await loki.close();
      }),
      { numRuns: 30 },
    );
  });

  it('gets the service name that Loki finds in other labels', async () => {
    const loki = await startLoki();
    await push(
      loki,
      { stream: { app: 'cart' }, values: [[at(0), 'x']] },
      { stream: { a: 'b' }, values: [[at(0), 'y']] },
    );
    expect(loki.streams().map(({ labels }) => labels['service_name'])).toEqual(['cart', 'unknown_service']);
  });
});

describe('a push that Loki refuses as a whole', () => {
  const good = checkout([at(0), 'good']);

  it.each([
    ['structured metadata that is a number', checkout([at(0), 'x', { n: 7 }])],
    ['structured metadata that is nested', checkout([at(0), 'x', { n: {} }])],
    ['a timestamp that is a number', checkout([now, 'x'])],
    ['the timestamp NaN', checkout(['NaN', 'x'])],
    ['a timestamp that is a date', checkout(['2026-11-20T12:00:00Z', 'x'])],
    ['a timestamp beyond 64 bits', checkout(['9223372036854775808', 'x'])],
    ['a label that is null', { stream: { a: null }, values: [[at(0), 'x']] }],
    ['a label that is a number', { stream: { hostname: 7 }, values: [[at(0), 'x']] }],
    ['half a surrogate pair in a line', checkout([at(0), 'x\ud800y'])],
    ['half a surrogate pair in a label', { stream: { a: '\udc00' }, values: [[at(0), 'x']] }],
    ['a line that is no text', checkout([at(0), { msg: 'x' }])],
    ['an entry without a line', checkout([at(0)])],
  ])('for %s', async (_, bad) => {
    const loki = await startLoki();
    const answer = await push(loki, good, bad);
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('unmarshalerDecoder') });
    expect(loki.count()).toBe(0);
  });

  it.each(['http-route', 'http.route', '0x', ''])('for the label name %j', async (name) => {
    const loki = await startLoki();
    const answer = await push(loki, good, { stream: { [name]: 'x' }, values: [[at(0), 'x']] });
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining("couldn't parse labels") });
    expect(loki.count()).toBe(0);
  });

  it('but not for an escaped half inside a line that is JSON; only `json` then shows nothing', async () => {
    const loki = await startLoki();
    const answer = await push(loki, checkout([at(0), '{"msg":"a\\ud800b"}']));
    expect(answer.status).toBe(204);
    expect(loki.count('{service_name="checkout"} | json | msg=""')).toBe(1);
  });

  it.each([
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xed, 0xa0, 0x80]), {}, 400, 'unmarshalerDecoder'],
    ['what is no JSON', '{"streams":', {}, 400, 'unmarshalerDecoder'],
    ['no body', '', {}, 400, 'unmarshalerDecoder'],
    ['no streams', '{"streams":[]}', {}, 422, 'at least one valid stream'],
    ['malformed gzip', 'not gzip', { 'content-encoding': 'gzip' }, 400, 'gzip: invalid header'],
    [
      'gzip cut short',
      gzipSync('{"streams":[]}').subarray(0, 20),
      { 'content-encoding': 'gzip' },
      400,
      'unexpected EOF',
    ],
    ['zstd', 'x', { 'content-encoding': 'zstd' }, 400, 'not supported'],
    ['protocol buffers', 'x', { 'content-type': 'application/x-protobuf' }, 400, 'snappy'],
    ['text', '{}', { 'content-type': 'text/plain' }, 400, 'snappy'],
  ])('for %s', async (_, body, headers, status, text) => {
    const loki = await startLoki();
    expect(await send(loki, body, headers)).toMatchObject({ status, text: expect.stringContaining(text) });
    expect(loki.requests()).toHaveLength(1);
  });

  it('for another path or method', async () => {
    const loki = await startLoki();
    expect((await fetch(`${loki.url}/loki/api/v1/pull`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${loki.url}/loki/api/v1/push`)).status).toBe(405);
    expect((await fetch(`${loki.url}/ready`)).status).toBe(200);
  });
});
