import 'reflect-metadata';
import { Controller, Get, Post, type Provider, Req, Res } from '@nestjs/common';
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Request, Response } from 'express';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { addContext } from '../../../src/context/index.ts';
import { HttpLoggerModule, nestLogger } from '../../../src/http/nestjs/index.ts';
import { secretError } from '../secrets.ts';
import type { App, Running } from './app.ts';

class Orders {
  one(req: Request): object {
    addContext({ order: 17 });
    req.log.info('looked up');
    return { ok: true };
  }
  add(req: Request): object {
    req.log.info('body read');
    return { ok: true };
  }
  reset(): object {
    return { ok: true };
  }
  boom(): never {
    throw secretError();
  }
  async reject(): Promise<never> {
    return Promise.reject(secretError());
  }
  odd(): never {
    throw {
      toJSON: () => {
        throw secretError();
      },
    };
  }
  late(res: Response | FastifyReply): never {
    ('raw' in res ? res.raw : res).write('begun');
    throw secretError();
  }
}

/** Decorators by hand, for this project's compiler takes types away and nothing else. */
function decorate(method: keyof Orders, route: MethodDecorator, parameter?: ParameterDecorator): void {
  const descriptor = Object.getOwnPropertyDescriptor(Orders.prototype, method);
  if (descriptor === undefined) throw new Error(`no ${method}`);
  route(Orders.prototype, method, descriptor);
  parameter?.(Orders.prototype, method, 0);
}

decorate('one', Get('orders/:id'), Req());
decorate('add', Post('orders'), Req());
decorate('reset', Get('reset/:token'));
decorate('boom', Get('boom'));
decorate('reject', Get('reject'));
decorate('odd', Get('odd'));
decorate('late', Get('late'), Res());
Controller()(Orders);

class Root {}

/** @param more providers of the application's own */
export async function startNest(
  logger: Logger,
  adapter: AbstractHttpAdapter,
  more: readonly Provider[] = [],
): Promise<Running> {
  const imports = [HttpLoggerModule.forRoot({ logger })];
  const module = { module: Root, imports, controllers: [Orders], providers: [...more] };
  const app = await NestFactory.create(module, adapter, { logger: nestLogger(logger), abortOnError: false });
  await app.listen(0, '127.0.0.1');
  return { origin: await app.getUrl(), stop: () => app.close() };
}

const common: Omit<App, 'name' | 'start'> = {
  orderRoute: '/orders/:id',
  resetRoute: '/reset/:token',
  followsConnection: true,
  parsesBodies: true,
};

interface NestApp extends App {
  startWith(logger: Logger, more: readonly Provider[]): Promise<Running>;
}

function nestApp(name: string, adapter: () => AbstractHttpAdapter): NestApp {
  const startWith: NestApp['startWith'] = (logger, more) => startNest(logger, adapter(), more);
  return { ...common, name, startWith, start: (logger) => startWith(logger, []) };
}

/** NestJS on each of its platforms. */
export const nestjs: readonly NestApp[] = [
  nestApp('NestJS 11 on express', () => new ExpressAdapter()),
  nestApp('NestJS 11 on fastify', () => new FastifyAdapter({ forceCloseConnections: true })),
];
