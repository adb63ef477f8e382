import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/errors/index.ts';
import { resolveOtlp } from '../../../src/transport/otlp/otlp-options.ts';
import { type CollectorAnswer, startCollector } from './collector.ts';
import { entryOf, openSender, send, time } from './send.ts';

const lines = [entryOf('{"msg":"one"}'), entryOf('{"msg":"two"}')];

describe('an answer to OTLP/HTTP', () => {
  const later = new Date(time.ms + 3_000).toUTCString();
  it.each<[string, CollectorAnswer, object]>([
    ['200', {}, { is: 'delivered' }],
    ['202 without a body', { status: 202, text: '' }, { is: 'delivered' }],
    ['204', { status: 204, text: '' }, { is: 'delivered' }],
    ['a partial success', { rejected: 300 }, { is: 'delivered', refused: 300, reason: 'partial success' }],
    ['200 with a page', { text: '<html>' }, { is: 'delivered' }],
    ['400', { status: 400 }, { is: 'bisect', reason: '400 not readable' }],
    ['413', { status: 413 }, { is: 'split', reason: '413 too large' }],
    [
      '500 of gRPC',
      { status: 500, text: 'grpc: received message larger than max' },
      { is: 'split', reason: '500 too large' },
    ],
    ['429', { status: 429 }, { is: 'retry', reason: '429 too many requests' }],
    [
      '429 with seconds',
      { status: 429, headers: { 'retry-after': '7' } },
      { is: 'retry', reason: '429 too many requests', afterMs: 7000 },
    ],
    [
      '503 with a date',
      { status: 503, headers: { 'retry-after': later } },
      { is: 'retry', reason: '503', afterMs: expect.any(Number) },
    ],
    ['502', { status: 502 }, { is: 'retry', reason: '502' }],
    ['401', { status: 401 }, { is: 'retry', reason: '401 the credentials were refused' }],
    ['404', { status: 404 }, { is: 'retry', reason: '404 nothing takes logs at this URL' }],
    ['260', { status: 260 }, { is: 'retry', reason: '260 the tenant is blocked' }],
    ['another 4xx', { status: 410 }, { is: 'refused', reason: '410' }],
    ['a redirect', { status: 302 }, { is: 'refused', reason: '302' }],
  ])('of %s has its outcome', async (_, answer, outcome) => {
    const collector = await startCollector(() => answer);
    expect(await send(collector.url, lines)).toEqual(outcome);
  });

  it('of nobody is tried again', async () => {
    expect(await send('http://127.0.0.1:1', lines)).toEqual({ is: 'retry', reason: 'ECONNREFUSED' });
  });

  it('that never comes is given up when asked to stop', async () => {
    const collector = await startCollector(() => ({ isHanging: true }));
    const sender = await openSender(collector.url);
    const stopping = new AbortController();
    const outcome = sender.send({ entries: lines, bytes: 26 }, stopping.signal);
    setTimeout(() => stopping.abort(), 50);
    expect(await outcome).toEqual({ is: 'retry', reason: 'stopped' });
  });
});

describe('a request', () => {
  it('goes to /v1/logs below the given URL, gzipped, with headers and credentials', async () => {
    const collector = await startCollector();
    await send(`${collector.url}/otlp/`, lines, { headers: { 'x-scope-orgid': 'shop' }, auth: { token: 'sesame' } });
    expect(collector.requests[0]).toMatchObject({
      path: '/otlp/v1/logs',
      headers: {
        'content-type': 'application/x-protobuf',
        'content-encoding': 'gzip',
        'x-scope-orgid': 'shop',
        authorization: 'Bearer sesame',
      },
    });
  });

  it('is the same for the same entries, time after time', async () => {
    const collector = await startCollector();
    const sender = await openSender(collector.url);
    for (let n = 0; n < 3; n++) await sender.send({ entries: lines, bytes: 26 }, new AbortController().signal);
    expect(new Set(collector.requests.map(({ raw }) => raw)).size).toBe(1);
  });

  it('that would be larger than a batch may be is split before it is sent', async () => {
    const collector = await startCollector();
    const large = entryOf(JSON.stringify({ msg: 'x'.repeat(700) }));
    const options = { batch: { maxBytes: 1024 } };
    expect(await send(collector.url, [large, large], options)).toEqual({ is: 'split', reason: 'larger than a batch' });
    expect(await send(collector.url, [large], options)).toEqual({ is: 'delivered' });
    expect(collector.requests).toHaveLength(1);
  });
});

describe('options for OTLP', () => {
  it('are refused together, by their names', () => {
    const problems: Problem[] = [];
    const options = { uri: 'http://x', resource: { a: 7 }, batch: { maxByte: 1 } };
    resolveOtlp(options, { option: 'otlp', own: {} }, problems);
    expect(problems.map(({ option, message }) => `${option} ${message}`)).toEqual([
      'otlp.url is missing',
      'otlp.batch.maxByte is not an option (did you mean "maxBytes"?)',
      'otlp.resource.a must be a printable string, got 7',
      'otlp.uri is not an option (did you mean "url"?)',
    ]);
  });

  it('name the destination without what is secret about it', () => {
    const options = { url: 'http://127.0.0.1:4318', auth: { token: 'sesame' } };
    const { target, stamp } = resolveOtlp(options, { option: 'otlp', own: { 'service.name': 'checkout' } }, []);
    expect(target).toMatch(/^otlp [0-9a-f]{16}$/);
    expect(stamp).toEqual({ resource: { 'service.name': 'checkout' } });
  });
});
