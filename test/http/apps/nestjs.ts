import 'reflect-metadata';
import type { Server } from 'node:http';
import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Request, Response } from 'express';
import { addContext } from '../../../src/context/index.ts';
import { HttpLoggerModule, nestLogger } from '../../../src/http/nestjs/index.ts';
import { secretError } from '../secrets.ts';
import { close, listen } from '../support.ts';
import type { App } from './app.ts';

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
  late(res: Response): never {
    res.write('begun');
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

export const nestjs: App = {
  name: 'NestJS 11',
  orderRoute: '/orders/:id',
  resetRoute: '/reset/:token',
  followsConnection: true,
  parsesBodies: true,
  async start(logger) {
    const module = { module: Root, imports: [HttpLoggerModule.forRoot({ logger })], controllers: [Orders] };
    const app = await NestFactory.create(module, { logger: nestLogger(logger), abortOnError: false });
    await app.init();
    const server: Server = app.getHttpServer();
    return { origin: await listen(server), stop: () => close(server) };
  },
};
