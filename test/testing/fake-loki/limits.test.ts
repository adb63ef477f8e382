import { describe, expect, it } from 'vitest';
import { at, checkout, lines, now, push, send, startLoki } from './push.ts';

const day = 24 * 60 * 60_000;
const minute = 60_000;
const mebibyte = 1024 * 1024;
const labels = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`l${index}`, 'x']));

describe('one line that Loki refuses', () => {
  it.each([
    ['a line of more than 256 KB', checkout([at(0), 'x'.repeat(262_145)]), 'Max entry size'],
    ['a line that is long in bytes', checkout([at(0), 'é'.repeat(131_073)]), 'Max entry size'],
    ['16 labels', { stream: labels(16), values: [[at(0), 'x']] }, 'label names; limit 15'],
    ['no labels', { stream: {}, values: [[at(0), 'x']] }, 'at least one label pair'],
    ['a long label name', { stream: { ['n'.repeat(1025)]: 'x' }, values: [[at(0), 'x']] }, 'label name too long'],
    ['a long label value', { stream: { a: 'v'.repeat(2049) }, values: [[at(0), 'x']] }, 'label value too long'],
    ['a line more than 7 days old', checkout([at(-7 * day - 1), 'x']), 'timestamp too old'],
    ['a time in milliseconds', checkout([String(now), 'x']), 'timestamp too old'],
    ['a line more than 10 minutes ahead', checkout([at(10 * minute + 1), 'x']), 'timestamp too new'],
    ['129 metadata entries', checkout([at(0), 'x', labels(129)]), 'too many structured metadata labels'],
    ['more than 64 KB of metadata', checkout([at(0), 'x', { a: 'x'.repeat(65_536) }]), 'structured metadata too large'],
  ])('for %s leaves all the others stored', async (_, bad, text) => {
    const loki = await startLoki();
    const answer = await push(loki, checkout([at(1), 'before']), bad, checkout([at(2), 'behind']));
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining(text) });
    expect(lines(loki)).toEqual(['before', 'behind']);
    expect(loki.requests()[0]).toMatchObject({ stored: 2, refused: 1 });
  });

  it('is not one at the limit itself', async () => {
    const loki = await startLoki();
    const stream = { ...labels(15), service_name: 'checkout' };
    const values = [
      [at(-7 * day), 'old'],
      [at(0), 'x'.repeat(262_144), labels(128)],
      [at(10 * minute), 'new'],
    ];
    expect((await push(loki, { stream, values })).status).toBe(204);
    expect(loki.count()).toBe(3);
  });

  it('is one more than an hour behind the newest of its stream, and of its stream only', async () => {
    const loki = await startLoki();
    const other = { stream: { service_name: 'cart' }, values: [[at(-90 * minute), 'of another stream']] };
    await push(loki, checkout([at(0), 'newest']));
    const behind = checkout([at(-60 * minute), 'at the edge'], [at(-60 * minute - 1), 'behind'], [at(1), 'on time']);
    const answer = await push(loki, other, behind);
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('entry too far behind') });
    expect(answer.text).toContain('total ignored: 1 out of 3');
    expect(lines(loki)).toEqual(['of another stream', 'at the edge', 'newest', 'on time']);
  });
});

describe('a push that is too large', () => {
  it('is answered with 500 over 4 MiB of entries, spread over streams too, and nothing is stored', async () => {
    let time = now;
    const loki = await startLoki({ clock: () => time });
    const halves = ['a', 'b'].map((name, stream) => ({
      stream: { service_name: name },
      values: Array.from({ length: 22 }, (_, n) => [at(stream, n), 'x'.repeat(100_000)]),
    }));
    const answer = await push(loki, ...halves);
    expect(answer).toMatchObject({ status: 500, text: expect.stringContaining('ResourceExhausted') });
    expect(answer.text).toContain('received message larger than max');
    expect(loki.count()).toBe(0);
    // What was refused has been counted against the rate.
    time += 2000;
    for (const half of halves) expect((await push(loki, half)).status).toBe(204);
  });

  it('is answered with 429 over the burst of 6 MiB, for ever and without Retry-After', async () => {
    let time = now;
    const loki = await startLoki({ clock: () => time });
    const values = Array.from({ length: 63 }, (_, n) => [at(0, n), 'x'.repeat(100_000)]);
    for (const later of [0, 60_000, 3_600_000]) {
      time = now + later;
      const answer = await push(loki, checkout(...values));
      expect(answer).toMatchObject({ status: 429, retryAfter: null });
      expect(answer.text).toContain('Ingestion rate limit exceeded');
    }
    expect(loki.count()).toBe(0);
  });

  it('is answered with 413 over 100 MiB, packed or not', async () => {
    const loki = await startLoki({ limits: { bodyBytes: mebibyte } });
    const values = Array.from({ length: 11 }, (_, n) => [at(0, n), 'x'.repeat(100_000)]);
    expect((await push(loki, checkout(...values))).status).toBe(413);
    expect((await send(loki, JSON.stringify({ streams: [checkout(...values)] }))).status).toBe(413);
    expect(loki.requests().map(({ status }) => status)).toEqual([413, 413]);
    expect(loki.count()).toBe(0);
  });
});

describe('the rates', () => {
  it('of a tenant refuse with 429 until time has passed', async () => {
    let time = now;
    const loki = await startLoki({ clock: () => time, limits: { rateBytes: 1000, burstBytes: 2000 } });
    const batch = (n: number): object => checkout([at(n), 'x'.repeat(1500)]);
    expect((await push(loki, batch(1))).status).toBe(204);
    expect((await push(loki, batch(2))).status).toBe(429);
    time += 1000;
    expect((await push(loki, batch(2))).status).toBe(204);
  });

  it('of a stream refuse a part of a push with 429 and keep the rest', async () => {
    const loki = await startLoki({ limits: { streamRateBytes: 100, streamBurstBytes: 250 } });
    const full = checkout(...[1, 2, 3].map((n) => [at(n), String(n).repeat(100)]));
    const answer = await push(loki, full, { stream: { service_name: 'cart' }, values: [[at(0), 'cart']] });
    expect(answer).toMatchObject({ status: 429, text: expect.stringContaining('Per stream rate limit exceeded') });
    expect(loki.count()).toBe(3);
  });

  it('of new streams refuse what is too many with 429', async () => {
    const loki = await startLoki({ limits: { streams: 1 } });
    const answer = await push(loki, checkout([at(0), 'first']), {
      stream: { service_name: 'cart' },
      values: [[at(0), 'x']],
    });
    expect(answer).toMatchObject({ status: 429, text: expect.stringContaining('Maximum active stream limit') });
    expect(lines(loki)).toEqual(['first']);
  });
});

describe('tenants and credentials', () => {
  it('keep tenants apart by their header', async () => {
    const loki = await startLoki({ tenantRequired: true });
    const body = JSON.stringify({ streams: [checkout([at(0), 'x'])] });
    expect(await send(loki, body)).toMatchObject({ status: 401, text: 'no org id\n' });
    for (const tenant of ['a', 'b']) await send(loki, body, { 'x-scope-orgid': tenant });
    expect(loki.entries().map(({ tenant }) => tenant)).toEqual(['a', 'b']);
  });

  it('answer a blocked tenant with 260, which looks like a success, and store nothing', async () => {
    const loki = await startLoki({ blockedTenants: ['fake'] });
    expect(await push(loki, checkout([at(0), 'x']))).toMatchObject({ status: 260 });
    expect(loki.count()).toBe(0);
  });

  it.each([
    ['basic', { username: 'u', password: 'p' }, `Basic ${Buffer.from('u:p').toString('base64')}`],
    ['bearer', { token: 't' }, 'Bearer t'],
  ])('ask for %s credentials', async (_, auth, authorization) => {
    const loki = await startLoki({ auth });
    const body = JSON.stringify({ streams: [checkout([at(0), 'x'])] });
    expect((await send(loki, body)).status).toBe(401);
    expect((await send(loki, body, { authorization: `${authorization}x` })).status).toBe(401);
    expect((await send(loki, body, { authorization })).status).toBe(204);
  });
});

describe('the options', () => {
  it('are refused together, with the name that was meant', async () => {
    const options = { clok: Date.now, auth: { user: 'u' }, tls: {}, limits: { lineByte: 1, streams: -1 } } as object;
    await expect(startLoki(options)).rejects.toMatchObject({
      problems: [
        { option: 'clok', message: 'is not an option (did you mean "clock"?)' },
        { option: 'auth', message: 'must be { username, password } or { token }, got an object' },
        { option: 'tls', message: 'must be { key, cert }, got an object' },
        { option: 'limits.lineByte', message: 'is not an option (did you mean "lineBytes"?)' },
        { option: 'limits.streams', message: 'must be a number >= 0, got -1' },
      ],
    });
  });
});
