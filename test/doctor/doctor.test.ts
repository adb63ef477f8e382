import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { propagateContext, runWithContext } from '../../src/context/index.ts';
import { type DoctorCheck, type DoctorOptions, doctor } from '../../src/doctor/index.ts';
import { createLogger } from '../../src/logger/index.ts';
import { root } from '../docs/markdown.ts';
import { runCli } from '../support/cli.ts';
import { createLines } from '../support/log-lines.ts';

afterEach(() => {
  for (const api of [trace, context]) api.disable();
});

/** What the doctor says of one part. */
async function saysOf(part: string, options?: DoctorOptions): Promise<DoctorCheck | undefined> {
  return (await doctor(options)).checks.find((check) => check.part === part);
}

describe('the doctor', () => {
  it('finds nothing wrong in a bare process, and says what is off', async () => {
    const { healthy, checks } = await doctor();
    expect(healthy).toBe(true);
    expect(checks.map(({ part, state }) => `${part} ${state}`)).toEqual([
      'redaction on',
      'context off',
      'opentelemetry off',
      'trace id off',
      'propagation off',
    ]);
  });

  it('tells of a logger’s packs, rules, level and destination', async () => {
    const logger = createLogger({ level: 'warn', redact: { packs: ['secrets'] } }, pino.destination(2));
    const { checks } = await doctor({ logger });
    expect(checks[0]?.says).toMatch(/^Lines are searched with \d+ rules, of the packs secrets\.$/);
    expect(checks[0]?.advice).toContain('credentials');
    expect(checks[1]).toMatchObject({
      says: 'Lines from level warn up go to standard error, buffered: flush it before the process ends.',
    });
    expect(checks[1]?.advice).toContain('service_name');
  });

  it.each<[string, () => object]>([
    ['a stream of your own', () => createLogger({ service: 'a' }, createLines())],
    [
      '2 streams (pino.multistream)',
      () => createLogger({ service: 'a' }, pino.multistream([createLines(), createLines()])),
    ],
    ['standard output', () => createLogger({ service: 'a' }, 1)],
  ])('knows %s as a destination', async (name, make) => {
    expect((await saysOf('destination', { logger: make() }))?.says).toBe(`Lines from level info up go to ${name}.`);
  });

  it('calls a logger wrong that is not one of ours', async () => {
    const report = await doctor({ logger: pino() });
    expect(report.healthy).toBe(false);
    expect(report.checks[0]).toMatchObject({ part: 'logger', state: 'wrong' });
  });

  it('says whether there is a context where it is called', async () => {
    expect(await saysOf('context')).toMatchObject({ state: 'off' });
    expect(await runWithContext({}, () => saysOf('context'))).toMatchObject({ state: 'on' });
  });

  it('says who gets ids, and how many requests went without', async () => {
    const propagation = propagateContext({ hosts: ['api.example.com'] });
    const server = createServer((_request, response) => response.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A cast that holds: a server that listens on a port has an address of this kind.
    const { port } = server.address() as AddressInfo;
    await runWithContext({}, () => fetch(`http://127.0.0.1:${port}/`));
    const said = await saysOf('propagation');
    propagation.stop();
    server.close();
    expect(said).toMatchObject({ state: 'on', says: 'Requests to api.example.com carry the ids: 0 so far.' });
    expect(said?.advice).toMatch(/^1 went without/);
    expect(await saysOf('propagation')).toMatchObject({ state: 'off' });
  });
});

describe('why there is no trace id', () => {
  const why = async (): Promise<string | undefined> => (await saysOf('trace id'))?.says;

  it('is that there is no SDK', async () => {
    expect(await why()).toBe(
      'A line logged here has no trace_id: no OpenTelemetry SDK runs, and this is in no request.',
    );
    expect(await runWithContext({}, why)).toContain('the request brought no traceparent');
  });

  it('is that only half of an SDK runs', async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    expect(await why()).toContain('no OpenTelemetry SDK runs');
    expect(await saysOf('opentelemetry')).toMatchObject({ state: 'wrong' });
  });

  it('is that no span is active here', async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    trace.setGlobalTracerProvider(new BasicTracerProvider());
    expect(await why()).toContain('no span is active here');
    expect(await saysOf('opentelemetry')).toMatchObject({ state: 'on' });
    await trace.getTracer('test').startActiveSpan('a', async () => {
      expect(await why()).toBe('A line logged here has the ids of the active span.');
    });
    const trace_id = 'a'.repeat(32);
    expect(await runWithContext({ trace_id }, why)).toContain('the trace id its request brought');
  });
});

describe('two copies of logveil', () => {
  it('are found, for contexts of one are not seen by the other', () => {
    const directory = mkdtempSync(join(tmpdir(), 'logveil-copies-'));
    try {
      for (const name of ['a', 'b']) cpSync(join(root, 'dist'), join(directory, name), { recursive: true });
      symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
      const program = `
        import { doctor } from './a/doctor/index.js';
        const wrong = async () => (await doctor()).checks.filter(({ state }) => state === 'wrong').map(({ says }) => says);
        console.log(JSON.stringify([await wrong(), (await import('./b/context/index.js')) && (await wrong())]));`;
      writeFileSync(join(directory, 'program.mjs'), program);
      writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
      const { stdout } = spawnSync(process.execPath, ['program.mjs'], { cwd: directory, encoding: 'utf8' });
      const says = '2 copies of logveil are loaded; a logger of one does not see the contexts of another.';
      expect(JSON.parse(stdout)).toEqual([[], [says]]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe('logveil doctor', () => {
  it('writes a sheet for people and exits with 0 when nothing is wrong', async () => {
    const { exitCode, stdout, stderr } = await runCli(['doctor']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout.toString()).toMatch(/^redaction {6}on {5}With default options lines are searched with \d+ rules/);
    expect(stdout.toString()).toContain('trace id       off');
  });

  it('writes the report as JSON', async () => {
    const { stdout } = await runCli(['doctor', '--json']);
    expect(JSON.parse(stdout.toString())).toMatchObject({ healthy: true, checks: expect.any(Array) });
  });
});
