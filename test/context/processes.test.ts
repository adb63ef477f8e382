import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { extractContext, injectContext, runWithContext } from '../../src/context/index.ts';
import { root } from '../docs/markdown.ts';

const program = (name: string): string => join(import.meta.dirname, 'programs', name);
const ids = { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', span_id: '00f067aa0ba902b7', trace_flags: '01' };

describe('a worker thread', () => {
  it('logs with the ids of whoever started it, and with those of each message', async () => {
    const worker = runWithContext(
      { correlation_id: 'starter', ...ids },
      () =>
        // Data that stands beside the ids stays.
        new Worker(program('worker.mjs'), { workerData: injectContext({ shard: 7 }) }),
    );
    const records: Record<string, unknown>[] = [];
    worker.on('message', ({ line }) => records.push(JSON.parse(line)));
    const { port1, port2 } = new MessageChannel();
    runWithContext({ correlation_id: 'first' }, () => worker.postMessage(injectContext({ name: 'one' })));
    worker.postMessage({ name: 'two', port: port1 }, [port1]);
    runWithContext({ correlation_id: 'second', ...ids }, () => port2.postMessage(injectContext({ name: 'three' })));
    await expect.poll(() => records.length, { timeout: 15_000 }).toBe(4);
    worker.postMessage({ name: 'four', isLast: true });
    await once(worker, 'exit');
    const seen = records.map(({ task, correlation_id, trace_id }) => [task, correlation_id, trace_id]);
    expect(seen[0]).toEqual([undefined, 'starter', ids.trace_id]);
    expect(seen).toContainEqual(['one', 'first', undefined]);
    expect(seen).toContainEqual(['three', 'second', ids.trace_id]);
    const ofTwo = seen.find(([task]) => task === 'two')?.[1];
    expect(ofTwo).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a child process', () => {
  it('logs with the ids in its environment', () => {
    const env = runWithContext({ correlation_id: 'job-4', ...ids }, () =>
      injectContext({ ...process.env }, { format: 'env' }),
    );
    const { stdout, stderr } = spawnSync(process.execPath, [program('child.mjs')], { env, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ msg: 'child', correlation_id: 'job-4', ...ids });
  });
});

describe('a program in CommonJS', () => {
  it('has the same contexts as the ES modules it loads', () => {
    const source = `
      const { runWithContext } = require('logveil/context');
      const { createLogger } = require('logveil');
      import('logveil/context').then(({ getCorrelationId }) =>
        runWithContext({ correlation_id: 'a' }, () => createLogger().info({ seen: getCorrelationId() })));`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=commonjs', '-e', source], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(JSON.parse(stdout)).toMatchObject({ correlation_id: 'a', seen: 'a' });
  });
});

describe('a payload that is serialised on its way', () => {
  it.each<[string, () => object, (message: { data: object; headers: object }) => object]>([
    ['a job of a queue', () => ({ data: injectContext({ orderId: 17 }) }), ({ data }) => data],
    ['a message of SQS', () => ({ headers: injectContext({}, { format: 'sqs' }) }), ({ headers }) => headers],
    ['a message of Kafka', () => ({ headers: bytesOf(injectContext({})) }), ({ headers }) => buffersOf(headers)],
  ])('as %s brings the ids over', (_, make, carrierOf) => {
    const sent = runWithContext({ correlation_id: 'order-17', ...ids }, () => JSON.stringify(make()));
    expect(extractContext(carrierOf(JSON.parse(sent)))).toEqual({ correlation_id: 'order-17', ...ids });
  });
});

describe('memory', () => {
  it('does not grow with the number of contexts: 200,000 of them', { timeout: 120_000 }, () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', program('leak.mjs')], { encoding: 'utf8' });
    expect(stderr).toBe('');
    // A leak of one context each would be 180,000 times several hundred bytes.
    expect(Number(stdout)).toBeLessThan(4_000_000);
    expect(stdout).toMatch(/^-?\d+\n$/);
  });
});

/** As Kafka's client hands them over: bytes, and nothing of them is text. */
function bytesOf(headers: object): Record<string, number[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [...Buffer.from(String(value))]]));
}

function buffersOf(headers: object): Record<string, Buffer> {
  return Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, Buffer.from(bytes)]));
}
