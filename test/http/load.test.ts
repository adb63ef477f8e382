import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { httpLogger } from '../../src/http/index.ts';
import { close, completionsOf, listen, memoryLogger, recordsOf, until } from './support.ts';

const connections = 500;
const perConnection = 4;

const warnings: string[] = [];
const note = (warning: Error): void => void warnings.push(`${warning.name}: ${warning.message}`);
afterEach(() => {
  process.removeListener('warning', note);
});

describe('500 connections, of which a third goes away', () => {
  it('leave one line a request with the right id, and no listener', { timeout: 30_000 }, async () => {
    process.on('warning', note);
    const { logger, lines } = memoryLogger();
    const log = httpLogger({ logger });
    const server = createServer((req, res) => {
      log(req, res, () => {
        const id = req.headers['x-request-id'];
        setTimeout(() => {
          logger.info({ sent_id: id }, 'inside');
          if (req.url === '/stuck') return;
          res.end('ok');
        }, 1);
      });
    });
    const origin = await listen(server);
    const sockets = await Promise.all(Array.from({ length: connections }, (_, index) => play(origin, index)));
    const isLeaving = (index: number): boolean => index % 3 === 0;
    const expected = connections * perConnection;
    await until(
      () => recordsOf(lines).filter(({ msg }) => msg === 'inside').length === expected,
      'all requests',
      20_000,
    );
    for (const [index, socket] of sockets.entries()) if (isLeaving(index)) socket.destroy();
    await until(() => completionsOf(lines).length >= expected, 'all lines', 20_000);
    await sleep(50);
    for (const socket of sockets) socket.destroy();
    await close(server);

    const all = completionsOf(lines);
    expect(all).toHaveLength(expected);
    expect(new Set(all.map(({ correlation_id }) => correlation_id)).size).toBe(expected);
    const aborted = all.filter(({ msg }) => msg === 'request aborted');
    expect(aborted).toHaveLength(Math.ceil(connections / 3));
    for (const { correlation_id, url_path } of all) expect(String(correlation_id)).toContain(String(url_path).slice(1));
    for (const { correlation_id, sent_id } of recordsOf(lines).filter(({ msg }) => msg === 'inside')) {
      expect(sent_id).toBe(correlation_id);
    }
    expect(warnings.filter((warning) => warning.includes('Listener'))).toEqual([]);
  });
});

/** Several requests on one connection that is kept alive; in every third the last one gets no answer. */
async function play(origin: string, index: number): Promise<Socket> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.on('error', () => undefined);
  let answers = 0;
  socket.on('data', (chunk) => {
    answers += chunk.toString().split('HTTP/1.1 200').length - 1;
  });
  for (let turn = 0; turn < perConnection; turn++) {
    const isStuck = index % 3 === 0 && turn === perConnection - 1;
    const path = isStuck ? 'stuck' : `c${index}`;
    socket.write(`GET /${path} HTTP/1.1\r\nHost: x\r\nX-Request-Id: ${path}-${index}-${turn}\r\n\r\n`);
    if (!isStuck) await until(() => answers === turn + 1, `answer ${turn} of connection ${index}`, 20_000);
  }
  return socket;
}
