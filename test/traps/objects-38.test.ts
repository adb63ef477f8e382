import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { opaque, password } from '../support/fake-values.ts';
import { expectHidden, starred, written } from '../support/traps.ts';

describe('live objects of a web server', () => {
  const server = createServer();
  beforeAll(
    () =>
      new Promise<void>((done) => {
        server.listen(0, '127.0.0.1', done);
      }),
  );
  afterAll(() => {
    server.close();
  });

  /** A real request and its response, while they are alive. */
  function exchange(look: (request: IncomingMessage, response: ServerResponse) => void): Promise<void> {
    return new Promise((done, fail) => {
      server.once('request', (request, response) => {
        response.setHeader('Set-Cookie', [`sid=${opaque}; Path=/`, `b=${password}`]);
        response.setHeader('Location', `/next?access_token=${opaque}&page=2`);
        response.writeHead(302, { 'X-N': '1' });
        try {
          look(request, response);
        } catch (error) {
          fail(error);
        }
        response.end();
      });
      // The server listens on a port, so its address is an object.
      const { port } = server.address() as AddressInfo;
      const headers = { Authorization: `Bearer ${opaque}`, cookie: `sid=${password}`, 'X-N': '1' };
      httpRequest({ port, path: `/cb?access_token=${opaque}&page=2`, headers }, (response) =>
        response.resume().on('end', done),
      )
        .on('error', fail)
        .end();
    });
  }

  it('trap 35: IncomingMessage, ServerResponse and the header text it keeps', async () => {
    await exchange((request, response) => {
      const text = Reflect.get(response, '_header');
      const { line, record } = written((logger) =>
        logger.info({ request, response, text, raw: request.rawHeaders }, 'said'),
      );
      expectHidden(line, [opaque, password]);
      expect(starred(record)).toMatchObject({
        request: {
          method: 'GET',
          url: '/cb?access_token=[*]&page=2',
          headers: { authorization: 'Bearer [*]', cookie: 'sid=[*]', 'x-n': '1' },
        },
        text: expect.stringContaining('X-N: 1'),
      });
    });
  });

  it('trap 38: Koa’s and Express’ objects are read, never written, and their getters stay on the prototype', async () => {
    await exchange((request, response) => {
      // As Koa makes them: a context whose members come from getters of its prototype.
      const prototype = {
        get url(): string | undefined {
          return request.url;
        },
        set url(_value: string) {
          throw new Error('written');
        },
        get headers(): object {
          return request.headers;
        },
        set headers(_value: object) {
          throw new Error('written');
        },
        get body(): never {
          throw new Error(password);
        },
        toJSON(this: { state: object }): object {
          return { request: { method: 'GET', url: request.url, header: request.headers }, state: this.state };
        },
      };
      const koa = Object.assign(Object.create(prototype), { req: request, res: response, state: { password, n: 1 } });
      // As Express makes them: the live request with more members and a link back.
      const express = Object.assign(request, {
        query: { access_token: opaque, page: '2' },
        params: { id: '7' },
        res: response,
        body: { password },
      });
      const before = Object.getOwnPropertyNames(prototype).map((name) =>
        Object.getOwnPropertyDescriptor(prototype, name),
      );
      const headers = { ...request.headers };
      const redact = { paths: ['koa.request.header', 'express.headers.cookie', 'koa.url', 'express.body'] };
      for (const options of [undefined, { redact }]) {
        const { line, record } = written((logger) => logger.info({ koa, express, ctx: { koa } }, 'said'), options);
        expectHidden(line, [opaque, password]);
        expect(record).toMatchObject({ msg: 'said' });
        expect(record).not.toHaveProperty('redaction_error');
      }
      expect(
        Object.getOwnPropertyNames(prototype).map((name) => Object.getOwnPropertyDescriptor(prototype, name)),
      ).toEqual(before);
      expect(Object.hasOwn(koa, 'url')).toBe(false);
      expect(request.headers).toEqual(headers);
      expect(express.body).toEqual({ password });
    });
  });
});
