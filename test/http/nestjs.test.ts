import { UnauthorizedException } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LOGVEIL_LOGGER } from '../../src/http/nestjs/index.ts';
import { nestjs, startNest } from './apps/nestjs.ts';
import { completionsOf, memoryLogger, send, until } from './support.ts';

describe('NestJS on fastify', () => {
  it('keeps an id that the adapter was told to make, and not the number that fastify gives', async () => {
    const { logger, lines } = memoryLogger();
    for (const options of [{ genReqId: () => 'own-1' }, {}]) {
      const running = await startNest(logger, new FastifyAdapter({ ...options, forceCloseConnections: true }));
      await send(`${running.origin}/orders/17`);
      await until(() => completionsOf(lines).length > 0, 'the completion line');
      await running.stop();
    }
    await until(() => completionsOf(lines).length === 2, 'both lines');
    const [own, made] = completionsOf(lines);
    expect(own).toMatchObject({ correlation_id: 'own-1' });
    expect(made?.['correlation_id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe.each(nestjs)('a guard of the application’s own in $name', ({ startWith }) => {
  it('has the injected logger, and its refusal is a problem document and a line with the route', async () => {
    const { logger, lines } = memoryLogger();
    const refusing = {
      provide: APP_GUARD,
      inject: [LOGVEIL_LOGGER],
      useFactory: (injected: Logger) => ({
        canActivate: () => {
          injected.warn('nobody gets in');
          throw new UnauthorizedException('user ann is unknown');
        },
      }),
    };
    const running = await startWith(logger, [refusing]);
    onTestFinished(() => running.stop());
    const answer = await send(`${running.origin}/orders/17`, { headers: { 'x-request-id': 'r-1' } });
    expect(answer.status).toBe(401);
    expect(answer.body).not.toContain('ann');
    await until(() => completionsOf(lines).length > 0, 'the completion line');
    expect(lines.lines.map((line) => JSON.parse(line).correlation_id)).toEqual(
      lines.lines.map((line) => (line.includes('nest_context') ? undefined : 'r-1')),
    );
    expect(completionsOf(lines)).toMatchObject([{ http_route: '/orders/:id', http_response_status_code: 401 }]);
  });
});
