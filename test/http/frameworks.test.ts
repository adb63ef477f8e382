import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { App, Running } from './apps/app.ts';
import { connect } from './apps/connect.ts';
import { express } from './apps/express.ts';
import { fastify } from './apps/fastify.ts';
import { hono } from './apps/hono.ts';
import { koa } from './apps/koa.ts';
import { nestjs } from './apps/nestjs.ts';
import { plain } from './apps/plain.ts';
import { foundIn, inside, opaque, secretBody, secretHeaders, secretQuery } from './secrets.ts';
import { type Answer, completionsOf, memoryLogger, recordsOf, send, until } from './support.ts';

const apps: readonly App[] = [plain, connect, ...express, fastify, koa, hono, ...nestjs];

/** A row of the table only where the set-up has what it is about: plain `http` has no routes, hono catches by itself. */
function where(applies: boolean): (name: string, test: () => Promise<void>) => void {
  return (name, test) => {
    if (applies) it(name, test);
  };
}

describe.each(apps)('$name', (app) => {
  const { logger, lines } = memoryLogger();
  let running: Running;
  beforeAll(async () => {
    running = await app.start(logger);
  });
  afterAll(() => running.stop());
  afterEach(() => {
    lines.lines.length = 0;
  });

  /** Sends one request with every secret there is, and waits for its line. */
  async function call(path: string, options: { id?: string; method?: string; body?: string } = {}): Promise<Answer> {
    lines.lines.length = 0;
    const { id, method = 'GET', body } = options;
    const headers = {
      ...secretHeaders,
      ...(id !== undefined && { 'x-request-id': id }),
      ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    };
    const answer = await send(`${running.origin}${path}?${secretQuery}`, { method, headers }, body);
    await until(() => completionsOf(lines).length > 0, 'the completion line');
    expect(foundIn(lines.lines.join(''))).toEqual([]);
    expect(foundIn(answer.bytes)).toEqual([]);
    expect(completionsOf(lines)).toHaveLength(1);
    return answer;
  }

  it('writes one safe line for a request and gives its id back', async () => {
    const answer = await call('/orders/17', { id: 'order-17' });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ ok: true });
    expect(answer.headers['x-request-id']).toBe('order-17');
    const [line] = completionsOf(lines);
    expect(line).toMatchObject({
      level: 'info',
      service_name: 'shop',
      correlation_id: 'order-17',
      order: 17,
      http_request_method: 'GET',
      url_path: '/orders/17',
      http_response_status_code: 200,
      client_address: '127.0.0.0',
      msg: 'request completed',
    });
    expect(line?.['http_route']).toBe(app.orderRoute);
    expect(line?.['duration_ms']).toBeGreaterThan(0);
    expect(line?.['url_query']).toMatch(/^page=2&access_token=\[REDACTED/);
    if (app.followsConnection) expect(line?.['http_response_size']).toBeGreaterThan(100);
  });

  it('says the id on every line of the request', async () => {
    await call('/orders/17', { id: 'order-18' });
    const records = recordsOf(lines);
    expect(records.map(({ msg }) => msg)).toEqual(['looked up', 'request completed']);
    expect(records.map(({ correlation_id }) => correlation_id)).toEqual(['order-18', 'order-18']);
  });

  it('keeps the id while a body comes in', async () => {
    const answer = await call('/orders', { id: 'order-19', method: 'POST', body: JSON.stringify(secretBody) });
    expect(answer.status).toBe(201);
    const records = recordsOf(lines);
    expect(records.map(({ msg }) => msg)).toEqual(['body read', 'request completed']);
    expect(records.map(({ correlation_id }) => correlation_id)).toEqual(['order-19', 'order-19']);
  });

  it('makes an id where none came, and where the one that came is none', async () => {
    const made = (await call('/orders/17')).headers['x-request-id'];
    expect(made).toMatch(/^[0-9a-f-]{36}$/);
    const answer = await call('/orders/17', { id: 'a b"c' });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(completionsOf(lines)[0]).toMatchObject({ inbound_id_rejected: 'x-request-id' });
  });

  where(app.resetRoute !== undefined)('hides a path parameter by its name', async () => {
    await call(`/reset/${opaque}`);
    expect(completionsOf(lines)[0]).toMatchObject({
      http_route: app.resetRoute,
      url_path: '/reset/[REDACTED:path-parameter]',
    });
  });

  it.each(['/boom', '/reject'])(
    'answers an unknown error at %s with a problem that says nothing of it',
    async (path) => {
      const answer = await call(path, { id: '0192f0c1-2222-7333-8444-555566667777' });
      expect(answer.status).toBe(500);
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect(JSON.parse(answer.body)).toEqual({
        type: 'about:blank',
        title: 'Internal Server Error',
        status: 500,
        detail: 'Something went wrong. Please mention the correlation id when you ask for help.',
        instance: 'urn:uuid:0192f0c1-2222-7333-8444-555566667777',
        correlation_id: '0192f0c1-2222-7333-8444-555566667777',
      });
      expect(foundIn(answer.bytes, inside)).toEqual([]);
    },
  );

  it('logs an unknown error once and whole', async () => {
    await call('/boom');
    const failed = recordsOf(lines).filter(({ level }) => level === 'error');
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatchObject({
      msg: 'request errored',
      error_type: 'Error',
      error_rule: 'unknown',
      http_response_status_code: 500,
      err: { constraint: 'users_vault_key', cause: { parameters: '[1 values]' } },
    });
  });

  where(app !== hono)('survives an error that is none, and whose toJSON throws', async () => {
    const answer = await call('/odd');
    expect(answer.status).toBe(500);
    expect(completionsOf(lines)[0]).toMatchObject({ level: 'error' });
  });

  where(app !== hono)('cuts the connection when an answer has begun, and says so', async () => {
    await expect(send(`${running.origin}/late`)).rejects.toThrow();
    await until(() => completionsOf(lines).length > 0, 'the completion line');
    expect(completionsOf(lines)).toHaveLength(1);
    expect(completionsOf(lines)[0]).toMatchObject({ level: 'error', error_type: 'Error' });
    expect(foundIn(lines.lines.join(''))).toEqual([]);
  });

  it('repeats nothing of a body that is malformed', async () => {
    const body = `{"page": 3, "pin": ${opaque}`;
    const answer = await call('/orders', { method: 'POST', body });
    // Who calls JSON.parse himself has to say whose mistake it is.
    expect(answer.status).toBe(app.parsesBodies ? 400 : 500);
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });

  where(app.parsesBodies)('refuses a body that is too large', async () => {
    const answer = await call('/orders', { method: 'POST', body: JSON.stringify({ long: 'x'.repeat(2_000_000) }) });
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body)).toMatchObject({ title: 'Payload Too Large' });
    expect(completionsOf(lines)[0]).toMatchObject({ level: 'info', error_rule: 'too-large' });
  });

  it('answers what is not there without repeating the path', async () => {
    const answer = await call('/nowhere');
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.body)).toMatchObject({ title: 'Not Found', status: 404 });
    expect(answer.body).not.toContain('nowhere');
  });
});
