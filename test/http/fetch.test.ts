import { describe, expect, it } from 'vitest';
import { addContext } from '../../src/context/index.ts';
import { httpLogger } from '../../src/http/fetch/index.ts';
import { honoApp } from './apps/hono.ts';
import { foundIn, inside, opaque, secretError, secretHeaders, secretQuery } from './secrets.ts';
import { completionsOf, memoryLogger, recordsOf } from './support.ts';

const url = `https://shop.example.com/api/reset/${opaque}?${secretQuery}`;
const request = (init: RequestInit = {}): Request =>
  new Request(url, { headers: { ...secretHeaders, 'x-request-id': 'r-1' }, ...init });

describe('a route handler', () => {
  it('has ids in and out, and one safe line', async () => {
    const { logger, lines } = memoryLogger();
    const GET = httpLogger({ logger })(
      async (_request: Request, { params }: { params: Promise<{ token: string }> }) => {
        addContext({ user_id: 7 });
        logger.info('inside');
        return Response.json({ length: (await params).token.length });
      },
      { route: '/api/reset/[token]' },
    );
    const response = await GET(request(), { params: Promise.resolve({ token: opaque }) });
    expect(await response.json()).toEqual({ length: opaque.length });
    expect(response.headers.get('x-request-id')).toBe('r-1');
    expect(recordsOf(lines).map(({ correlation_id }) => correlation_id)).toEqual(['r-1', 'r-1']);
    expect(completionsOf(lines)).toMatchObject([
      {
        http_route: '/api/reset/[token]',
        url_path: '/api/reset/[REDACTED:path-parameter]',
        user_id: 7,
        http_response_status_code: 200,
      },
    ]);
    expect(foundIn(lines.lines.join(''))).toEqual([]);
  });

  it('answers an error with a problem that says nothing of it', async () => {
    const { logger, lines } = memoryLogger();
    const POST = httpLogger({ logger, rules: [{ id: 'mine', names: ['MineError'], answer: { status: 418 } }] })(
      () => {
        throw secretError();
      },
      { route: '/api/reset/[token]' },
    );
    const response = await POST(request({ method: 'POST' }));
    const text = `${JSON.stringify([...response.headers])}${await response.text()}`;
    expect(response.status).toBe(500);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(foundIn(text)).toEqual([]);
    expect(foundIn(text, inside)).toEqual([]);
    expect(foundIn(lines.lines.join(''))).toEqual([]);
    expect(completionsOf(lines)).toMatchObject([{ level: 'error', msg: 'request errored' }]);
  });

  it('passes on what Next.js throws to redirect', async () => {
    const { logger, lines } = memoryLogger();
    const redirect = Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;replace;/login;307;' });
    const GET = httpLogger({ logger })(() => Promise.reject(redirect));
    await expect(GET(request())).rejects.toBe(redirect);
    expect(completionsOf(lines)).toMatchObject([
      { level: 'info', msg: 'request completed', http_response_status_code: 307 },
    ]);
  });

  it('puts the id on a response whose headers cannot be changed', async () => {
    const { logger } = memoryLogger();
    const GET = httpLogger({ logger })(() => Response.redirect('https://shop.example.com/login', 303));
    const response = await GET(request());
    expect([response.status, response.headers.get('x-request-id')]).toEqual([303, 'r-1']);
    expect(response.headers.get('location')).toBe('https://shop.example.com/login');
  });

  it('says when the client went away', async () => {
    const { logger, lines } = memoryLogger();
    const controller = new AbortController();
    const GET = httpLogger({ logger })(() => {
      controller.abort();
      return new Response('nobody reads this');
    });
    await GET(request({ signal: controller.signal }));
    expect(completionsOf(lines)).toMatchObject([{ level: 'warn', msg: 'request aborted', ended_by: 'client' }]);
  });

  it("can write pino-http's shape", async () => {
    const { logger, lines } = memoryLogger();
    await httpLogger({ logger, record: 'pino-http' })(() => new Response('ok'))(request());
    expect(completionsOf(lines)).toMatchObject([{ req: { method: 'GET' }, res: { statusCode: 200 } }]);
    expect(foundIn(lines.lines.join(''), Object.values(secretHeaders))).toEqual([]);
  });
});

describe('hono without a Node server', () => {
  it('has ids in and out, the template, and one line', async () => {
    const { logger, lines } = memoryLogger();
    const response = await honoApp(logger).request('/orders/17?page=2', { headers: { 'x-request-id': 'r-2' } });
    expect([response.status, response.headers.get('x-request-id')]).toEqual([200, 'r-2']);
    expect(completionsOf(lines)).toMatchObject([
      { correlation_id: 'r-2', http_route: '/orders/:id', url_path: '/orders/17', order: 17 },
    ]);
  });

  it('answers errors and what is not there with problems', async () => {
    const { logger, lines } = memoryLogger();
    const app = honoApp(logger);
    expect((await app.request('/boom')).status).toBe(500);
    expect(await (await app.request('/nowhere')).json()).toMatchObject({ status: 404, title: 'Not Found' });
    expect(completionsOf(lines).map(({ msg }) => msg)).toEqual(['request errored', 'request completed']);
  });
});
