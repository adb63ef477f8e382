import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLogger } from '../../../src/logger/index.ts';
import { runCli } from '../../support/cli.ts';
import { password } from '../../support/fake-secrets.ts';
import { tempDirectory } from '../../support/temp-files.ts';
import { type Collector, startCollector } from './collector.ts';

const root = new URL('../../../', import.meta.url).pathname;

/** A process whose logger delivers to the collector; the script has `logger`. Resolves with what it wrote to stderr. */
async function run(spool: string, url: string, script: string, options: object = {}): Promise<string> {
  const otlp = { url, spool: { directory: spool }, local: false, backoff: { minMs: 10, maxMs: 200 }, ...options };
  const program = `
    import { createLogger } from 'logveil';
    const logger = createLogger({ service: 'checkout', otlp: ${JSON.stringify(otlp)} });
    ${script}
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { cwd: root });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: string[] = [];
  child.stderr.on('data', (chunk) => said.push(String(chunk)));
  await once(child, 'close');
  return said.join('');
}

/** Of the lines that the scripts log. The logger adds one of its own when some were lost. */
function numbers({ records }: Collector): unknown[] {
  return records().flatMap(({ attributes }) => ('n' in attributes ? [attributes['n']] : []));
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

// Processes start slowly on a busy machine.
const patient = { timeout: 60_000 };

describe('createLogger({ otlp })', patient, () => {
  it('delivers 20,000 lines once and in order, through refusals that pass', async () => {
    const faults = [
      { status: 503, headers: { 'retry-after': '0' } },
      { status: 429 },
      { status: 401 },
      { status: 413 },
    ];
    const collector = await startCollector((_, number) => faults[number - 1] ?? {});
    const script = `
      for (let n = 0; n < 20000; n++) logger.info({ n, password: '${password}' }, 'line');
      const { state } = await logger.close({ timeoutMs: 15000 });
      process.stderr.write(state + ' ' + logger.stats().delivery.delivered);
    `;
    expect(await run(tempDirectory(), collector.url, script)).toMatch(/delivered 20000$/);
    expect(numbers(collector)).toEqual(upTo(20000));
    expect(collector.records()[0]?.resource).toEqual({ 'service.name': 'checkout' });
    for (const { raw } of collector.requests) expect(raw).not.toContain(password);
  });

  it('leaves what was meant for another collector in the spool', async () => {
    const spool = tempDirectory();
    const killed = `
      for (let n = 0; n < 30; n++) logger.info({ n }, 'for the other');
      process.kill(process.pid, 'SIGKILL');
    `;
    await run(spool, 'http://127.0.0.1:1', killed);
    const collector = await startCollector();
    const script = `
      for (let n = 0; n < 10; n++) logger.info({ n }, 'line');
      await logger.flush();
      console.error(logger.health().delivery.strandedFolders);
      await logger.close();
    `;
    expect(await run(spool, collector.url, script)).toBe('1\n');
    expect(numbers(collector)).toEqual(upTo(10));
  });

  it('delivers what a killed process has left, once the same collector is there', async () => {
    const spool = tempDirectory();
    const gate = { isOpen: false };
    const collector = await startCollector(() => (gate.isOpen ? {} : { status: 503 }));
    const killed = `
      for (let n = 0; n < 3000; n++) logger.info({ n }, 'line');
      process.kill(process.pid, 'SIGKILL');
    `;
    await run(spool, collector.url, killed);
    gate.isOpen = true;
    await run(
      spool,
      collector.url,
      `const wait = setInterval(() => {
        if (logger.stats().delivery.delivered < 3000) return;
        clearInterval(wait);
        void logger.close();
      }, 20);`,
    );
    expect(numbers(collector)).toEqual(upTo(3000));
  });

  it('counts what the collector rejects, and does not send it again', async () => {
    const collector = await startCollector((_, number) => (number === 1 ? { rejected: 7 } : {}));
    const script = `
      for (let n = 0; n < 100; n++) logger.info({ n }, 'line');
      await logger.close();
      const { delivered, refused } = logger.stats().delivery;
      console.error(JSON.stringify({ delivered, refused }));
    `;
    expect(await run(tempDirectory(), collector.url, script)).toMatch(/{"delivered":9[34],"refused":7}/);
    expect(numbers(collector)).toEqual(upTo(100));
  });

  it('isolates the one line that the collector cannot take', async () => {
    const collector = await startCollector(({ records }) =>
      records.some(({ attributes }) => attributes['n'] === 33) ? { status: 400 } : {},
    );
    const script = `
      for (let n = 0; n < 100; n++) logger.info({ n }, 'line');
      await logger.close();
      const { delivered, quarantined } = logger.stats().delivery;
      console.error(JSON.stringify({ delivered, quarantined }));
    `;
    expect(await run(tempDirectory(), collector.url, script)).toMatch(/{"delivered":(?:99|100),"quarantined":1}/);
    expect(numbers(collector)).toEqual(upTo(100).filter((n) => n !== 33));
  });

  it('leaves shipping to `logveil ship --otlp` if told to', async () => {
    const spool = tempDirectory();
    const collector = await startCollector();
    const script = `for (let n = 0; n < 100; n++) logger.info({ n }, 'line'); await logger.close();`;
    await run(spool, collector.url, script, { ship: false });
    expect(collector.requests).toEqual([]);
    const args = ['--spool', spool, '--url', collector.url, '--otlp', '--tenant', 'shop', '--once', '--timeout', '15'];
    const { exitCode, stderr } = await runCli(['ship', ...args]);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('100 lines delivered')]);
    expect(numbers(collector)).toEqual(upTo(100));
    expect(collector.requests[0]?.headers['x-scope-orgid']).toBe('shop');
  });

  it('goes on when there can be no spool, and says so', async () => {
    const script = `
      logger.info('line');
      const { spool } = logger.health().delivery;
      console.error(JSON.stringify(spool));
      await logger.close({ timeoutMs: 100 });
    `;
    const said = await run('/proc/nowhere/spool', 'http://127.0.0.1:1', script);
    expect(said).toContain('{"isWritable":false,"errorCode":"ENOENT","linesInMemory":1}');
  });

  it('is refused with wrong options, and beside loki', () => {
    const create =
      (options: object): (() => unknown) =>
      () =>
        createLogger(options);
    expect(create({ otlp: { urll: 'x' } })).toThrow(/otlp\.url is missing\n.*otlp\.urll is not an option/s);
    const both = { loki: { url: 'http://127.0.0.1:3100' }, otlp: { url: 'http://127.0.0.1:4318' } };
    expect(create(both)).toThrow('otlp cannot go with loki');
  });
});

describe('the target logveil/otlp', patient, () => {
  it('cleans and delivers what plain pino logs', async () => {
    const collector = await startCollector();
    const options = {
      url: collector.url,
      service: 'cart',
      spool: { directory: tempDirectory() },
      endTimeoutMs: 10_000,
    };
    const program = `
      import { pino } from 'pino';
      const logger = pino({ transport: { target: 'logveil/otlp', options: ${JSON.stringify(options)} } });
      for (let n = 0; n < 100; n++) logger.warn({ n, password: '${password}' }, 'line');
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { cwd: root, stdio: 'inherit' });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child, 'close');
    expect(numbers(collector)).toEqual(upTo(100));
    expect(collector.records()[0]).toMatchObject({
      severityNumber: 13,
      body: 'line',
      resource: { 'service.name': 'cart' },
    });
    for (const { raw } of collector.requests) expect(raw).not.toContain(password);
  });
});
