import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { addContext, runWithContext } from '../../src/context/index.ts';
import { type HttpLoggerOptions, httpLogger } from '../../src/http/index.ts';
import * as fake from '../support/fake-values.ts';
import { secretBody } from './secrets.ts';
import { close, completionsOf, listen, memoryLogger, send, until } from './support.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** Several requests in a row, and the lines they left. */
async function ask(
  options: HttpLoggerOptions,
  paths: readonly string[],
  {
    headers = {},
    body,
    status = 200,
    logger: given = {},
    inside = () => undefined,
  }: {
    headers?: Record<string, string>;
    body?: unknown;
    status?: number;
    logger?: Parameters<typeof memoryLogger>[0];
    inside?: () => void;
  } = {},
) {
  const { logger, lines } = memoryLogger(given);
  const log = httpLogger({ logger, ...options });
  const server = createServer((req, res) => {
    log(req, res, () => {
      Object.assign(req, { body });
      inside();
      res.statusCode = Number(/\d{3}$/.exec(req.url ?? '')?.[0] ?? status);
      res.setHeader('x-answer', 'yes').end('ok');
    });
  });
  stops.push(() => close(server));
  const origin = await listen(server);
  for (const [index, path] of paths.entries()) {
    await send(origin + path, { headers });
    await until(() => log.stats().completed === index + 1);
  }
  return { lines: completionsOf(lines), stats: log.stats(), text: lines.lines.join('') };
}

describe('headers', () => {
  it('are logged when they are listed, in any case', async () => {
    const options = { headers: { request: ['X-Tenant'], response: ['X-Answer'] } };
    const { lines } = await ask(options, ['/'], { headers: { 'x-tenant': 'acme', 'x-other': 'no' } });
    expect(lines[0]).toMatchObject({ http_request_header_x_tenant: 'acme', http_response_header_x_answer: 'yes' });
    expect(JSON.stringify(lines)).not.toContain('x_other');
  });

  it.each([
    'authorization',
    'Cookie',
    'SET-COOKIE',
    'X-Api-Key',
    'x-acme-secret',
    'X-Session-Token',
    'Proxy-Authorization',
  ])('cannot be listed when they are %s', (name) => {
    const { logger } = memoryLogger();
    expect(() => httpLogger({ logger, headers: { request: ['accept', name] } })).toThrow(
      new RegExp(`headers\\.request\\[1\\] must not be ${name.toLowerCase()}`),
    );
  });

  it('are cleaned all the same', async () => {
    const { text } = await ask({ headers: { request: ['x-note'] } }, ['/'], {
      headers: { 'x-note': `mail ${fake.email}` },
    });
    expect(text).not.toContain(fake.email);
  });
});

describe('remoteAddress', () => {
  const options = (remoteAddress: HttpLoggerOptions['remoteAddress']): HttpLoggerOptions => ({
    remoteAddress: remoteAddress ?? 'masked',
  });
  it('is masked, whole, missing, or what a function says', async () => {
    const address = async (policy: HttpLoggerOptions['remoteAddress']): Promise<unknown> =>
      (await ask(options(policy), ['/'])).lines[0]?.['client_address'];
    expect(await address('masked')).toBe('127.0.0.0');
    expect(await address('full')).toBe('127.0.0.1');
    expect(await address('none')).toBeUndefined();
    expect(await address((req: IncomingMessage) => `proxy of ${req.method}`)).toBe('proxy of GET');
    expect(
      await address(() => {
        throw new Error('no address');
      }),
    ).toBeUndefined();
  });
});

describe('requestBody', () => {
  it('is not logged unless asked for', async () => {
    expect((await ask({}, ['/'], { body: { page: 3 } })).lines[0]).not.toHaveProperty('http_request_body');
  });

  it('is redacted, and then cut', async () => {
    const { lines, text } = await ask({ requestBody: { maxBytes: 200 } }, ['/'], {
      body: { ...secretBody, long: 'x'.repeat(5_000) },
    });
    const shown = String(lines[0]?.['http_request_body']);
    expect(shown).toMatch(/"page":3/);
    expect(shown).toMatch(/\[Truncated: \d+ bytes\]$/);
    expect(Buffer.byteLength(shown)).toBeLessThan(240);
    for (const secret of Object.values(secretBody)) if (typeof secret === 'string') expect(text).not.toContain(secret);
  });

  it('is cut between characters', async () => {
    const { lines } = await ask({ requestBody: { maxBytes: 10 } }, ['/'], { body: 'aéé€€€€€' });
    expect(String(lines[0]?.['http_request_body'])).not.toContain('\ufffd');
  });
});

describe('paths of redact', () => {
  it('apply to the records of requests', async () => {
    const { lines } = await ask({ headers: { request: ['x-tenant'] } }, ['/'], {
      headers: { 'x-tenant': 'acme' },
      logger: { redact: { paths: ['http_request_header_x_tenant'] } },
    });
    expect(lines[0]?.['http_request_header_x_tenant']).toMatch(/^\[REDACTED/);
  });

  it("apply to pino-http's shape", async () => {
    const { lines } = await ask({ record: 'pino-http', headers: { request: ['x-tenant'] } }, ['/'], {
      headers: { 'x-tenant': 'acme' },
      logger: { redact: { paths: ['req.headers["x-tenant"]'] } },
    });
    expect(JSON.stringify(lines[0])).not.toContain('acme');
  });
});

describe('silence', () => {
  it('leaves out successful requests of the named paths, and no failed ones', async () => {
    const options: HttpLoggerOptions = { silence: ['/health', '/internal/*'] };
    const { lines, stats } = await ask(options, ['/health', '/healthy', '/internal/a', '/internal/500', '/']);
    expect(lines.map(({ url_path }) => url_path)).toEqual(['/healthy', '/internal/500', '/']);
    expect(stats).toMatchObject({ requests: 5, silenced: 2, failed: 1 });
  });

  it('knows the usual health routes', async () => {
    const { stats } = await ask({ silence: true }, [
      '/health',
      '/healthz?full=1',
      '/readyz',
      '/metrics',
      '/livez',
      '/orders',
    ]);
    expect(stats.silenced).toBe(5);
  });

  it('may be a function', async () => {
    expect((await ask({ silence: (req) => req.url === '/quiet' }, ['/quiet', '/loud'])).lines).toHaveLength(1);
  });
});

describe('sampling', () => {
  const parent = (digits: string): Record<string, string> => ({
    traceparent: `00-0af7651916cd43dd${digits.padStart(16, '0')}-b7ad6b7169203331-01`,
  });

  it('keeps or drops a trace as a whole, by its id', async () => {
    const options: HttpLoggerOptions = { sampling: { rate: 0.5 } };
    const high = await ask(options, ['/a', '/b', '/c'], { headers: parent('fffffffffffff') });
    const low = await ask(options, ['/a', '/b', '/c'], { headers: parent('1') });
    expect(high.lines).toHaveLength(3);
    expect(high.lines[0]).toMatchObject({ sample_rate: 0.5 });
    expect(low.lines).toHaveLength(0);
    expect(low.stats.sampledAway).toBe(3);
  });

  it('keeps with a higher rate whatever a lower one keeps', async () => {
    const kept = async (rate: number): Promise<Set<unknown>> => {
      const paths = Array.from({ length: 100 }, (_, index) => `/${index}`);
      let turn = 0;
      const options: HttpLoggerOptions = { sampling: { rate }, genReqId: () => `order-${turn++}` };
      return new Set((await ask(options, paths)).lines.map(({ url_path }) => url_path));
    };
    const [few, many] = [await kept(0.2), await kept(0.6)];
    expect(few.size).toBeGreaterThan(5);
    expect(many.size).toBeGreaterThan(35);
    expect(many.size).toBeLessThan(85);
    for (const path of few) expect(many.has(path)).toBe(true);
  });

  it('keeps what failed and what was slow', async () => {
    expect((await ask({ sampling: { rate: 0 } }, ['/ok', '/500'])).lines).toMatchObject([{ url_path: '/500' }]);
    expect((await ask({ sampling: { rate: 0, slowMs: 0 } }, ['/ok'])).lines).toHaveLength(1);
  });
});

describe('wideEvent', () => {
  it('is one rich line with everything that was added on the way', async () => {
    const { lines } = await ask({ wideEvent: true }, ['/a?b=1'], {
      headers: { 'content-type': 'application/json; charset=utf-8', 'content-length': '0' },
      inside: () => {
        addContext({ user_id: 17 });
        runWithContext({ step: 'inner' }, () => addContext({ cart_size: 3 }));
      },
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      user_id: 17,
      cart_size: 3,
      network_protocol_version: '1.1',
      http_request_media_type: 'application/json',
      http_request_body_size: 0,
      server_address: expect.stringContaining('127.0.0.1'),
    });
  });
});

describe('inbound', () => {
  it('names which headers bring an id', async () => {
    const headers = { 'x-own-id': 'own-1', 'x-request-id': 'other' };
    expect((await ask({ inbound: { accept: ['x-own-id'] } }, ['/'], { headers })).lines[0]).toMatchObject({
      correlation_id: 'own-1',
    });
  });

  it('says whose ids were not trusted', async () => {
    const { lines } = await ask({ inbound: { trust: 'never' } }, ['/'], { headers: { 'x-request-id': 'forged' } });
    expect(lines[0]?.['correlation_id']).not.toBe('forged');
    expect(lines[0]).toMatchObject({ inbound_id_rejected: 'x-request-id' });
  });

  it('takes the trace of a traceparent', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    expect((await ask({}, ['/'], { headers: { traceparent, 'x-request-id': 'r-1' } })).lines[0]).toMatchObject({
      trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      span_id: '00f067aa0ba902b7',
      trace_flags: '01',
      request_id: 'r-1',
    });
  });
});

describe('responseHeader', () => {
  it('can have another name, or be left out', async () => {
    for (const [responseHeader, expected] of [
      ['X-Correlation-Id', 'r-1'],
      [false, undefined],
    ] as const) {
      const log = httpLogger({ logger: memoryLogger().logger, responseHeader });
      const server = createServer((req, res) => {
        log(req, res);
        res.end();
      });
      stops.push(() => close(server));
      const { headers } = await send(await listen(server), { headers: { 'x-request-id': 'r-1' } });
      expect(headers['x-correlation-id']).toBe(expected);
      expect(headers).not.toHaveProperty('x-request-id');
    }
  });
});

describe('wrong options', () => {
  it('are refused all at once, with what was meant', () => {
    const { logger } = memoryLogger();
    const options = {
      logger,
      recrod: 'otel',
      record: 'otle',
      remoteAddress: 'hidden',
      responseHeader: 'not a header',
      requestBody: { maxBytes: 0 },
      sampling: { rate: 2, slowms: 1 },
      silence: 'health',
      autoLogging: { ignore: 1 },
      customAttributeKeys: { rec: 'x' },
      customProps: 'x',
      inbound: { acept: [] },
      wideEvent: 'yes',
      service: 'x',
    };
    let message = '';
    try {
      httpLogger(options as never);
    } catch (error) {
      message = String(error);
    }
    for (const expected of [
      'recrod is not an option (did you mean "record"?)',
      'record must be one of otel, pino-http, got a string of 4 characters (did you mean "otel"?)',
      'remoteAddress must be one of masked, full, none',
      'responseHeader must be a header name or false',
      'requestBody must be true, false or { maxBytes: 1 to 65536 }',
      'sampling.slowms is not an option (did you mean "slowMs"?)',
      'sampling.rate must be a number from 0 to 1, got 2',
      'silence must be true, an array of paths or a function',
      'autoLogging.ignore must be a function',
      'customAttributeKeys.rec is not an option (did you mean "req"?)',
      'customProps must be a function or an object',
      'inbound.acept is not an option (did you mean "accept"?)',
      'wideEvent must be true or false',
      'service must be given to createLogger',
    ]) {
      expect(message).toContain(expected);
    }
  });

  it('are refused when the logger would hide nothing', () => {
    expect(() => httpLogger({ logger: pino() })).toThrow(/logger must be one of createLogger's/);
    expect(() => httpLogger(undefined as never)).toThrow(/options must be an object/);
  });
});

describe('the package', () => {
  it('loads no framework', () => {
    const load = createRequire(import.meta.url);
    const frameworks = ['express', 'fastify', 'koa', 'hono', '@nestjs/core', '@nestjs/common'];
    const { dependencies }: { dependencies: object } = load('../../package.json');
    for (const framework of frameworks) expect(dependencies).not.toHaveProperty(framework);
  });
});
