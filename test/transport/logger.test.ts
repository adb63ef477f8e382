import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLogger, type FlushResult, type LogveilLogger, OptionsError } from '../../src/index.ts';
import { createFakeLoki, type FakeLoki } from '../../src/testing/index.ts';
import { Delivery } from '../../src/transport/delivery.ts';
import type { LokiOptions } from '../../src/transport/loki/loki-options.ts';
import { resolveLoki } from '../../src/transport/loki/loki-options.ts';
import type { Drop } from '../../src/transport/ship/counters.ts';
import { createLines } from '../support/log-lines.ts';
import { tempDirectory } from '../support/temp-files.ts';
import { lineOf, numbersOf, startShipper, until } from './support.ts';

describe('createLogger with loki', () => {
  it('writes to the destination first, and spools the same line', async () => {
    const { logger, lines, directory } = spooling();
    logger.info({ n: 1, password: 'hunter2' }, 'charged');
    const loki = await startLoki();
    const { stop } = await startShipper(directory, loki.url);
    await until(() => loki.count() === 1);
    await stop();
    const [entry] = loki.entries();
    expect(`${entry?.line}\n`).toBe(lines.lines[0]);
    expect(entry?.line).toContain('[REDACTED:password]');
    expect(entry?.labels).toEqual({ service_name: 'checkout', env: 'test' });
    expect(Number(entry?.timestamp.slice(0, 13))).toBe(Date.parse(lines.record()['time'] as string));
  });

  it('spools lines that the destination refuses', async () => {
    const directory = tempDirectory();
    const destination = {
      write: () => {
        throw new Error('disk full');
      },
    };
    const logger = createLogger({ loki: lokiOf(directory), onInternalError: () => undefined }, destination);
    onTestFinished(() => void logger.close({ timeoutMs: 0 }));
    logger.info({ n: 1 });
    expect(logger.health()).toMatchObject({ isOk: false, destination: { isWritable: false, refusedLines: 1 } });
    const loki = await startLoki();
    const { stop } = await startShipper(directory, loki.url);
    await until(() => loki.count() === 1);
    await stop();
  });

  it('writes nowhere else with local: false', () => {
    const written: string[] = [];
    const logger = createLogger({ loki: { ...lokiOf(tempDirectory()), local: false } });
    onTestFinished(() => void logger.close({ timeoutMs: 0 }));
    const write = process.stdout.write;
    process.stdout.write = ((text: string) => written.push(text) > 0) as typeof process.stdout.write;
    logger.info('only for the endpoint');
    process.stdout.write = write;
    expect(written).toEqual([]);
    expect(() => createLogger({ loki: { ...lokiOf(tempDirectory()), local: false } }, createLines())).toThrow(
      'loki.local cannot be false beside a destination',
    );
  });

  it('goes on when the spool cannot be made, says so, and delivers when it can', async () => {
    const base = tempDirectory();
    const directory = join(base, 'spool');
    writeFileSync(directory, 'in the way');
    const troubles: string[] = [];
    const lines = createLines();
    const logger = createLogger(
      { loki: lokiOf(directory), onInternalError: ({ code, message }) => troubles.push(`${code} ${message}`) },
      lines,
    );
    onTestFinished(() => void logger.close({ timeoutMs: 0 }));
    for (let n = 0; n < 10; n++) logger.info({ n });
    expect(lines.lines).toHaveLength(10);
    expect(logger.health()).toMatchObject({
      isOk: false,
      destination: { isWritable: true },
      delivery: { spool: { isWritable: false, errorCode: 'ENOTDIR', linesInMemory: 10 } },
    });
    expect(await logger.flush({ timeoutMs: 50 })).toEqual({ state: 'memory' });
    await until(() => troubles.length === 1);
    expect(troubles[0]).toContain('LOGVEIL_SPOOL_FAILED the spool cannot be written');
    rmSync(directory);
    mkdirSync(directory);
    await until(() => logger.health().isOk);
    expect(await logger.flush({ timeoutMs: 50 })).toEqual({ state: 'spooled' });
    const loki = await startLoki();
    const { stop } = await startShipper(directory, loki.url);
    await until(() => loki.count() === 10);
    await stop();
  });
});

describe('flush', () => {
  it('says that lines are spooled while nobody ships them, and delivered once somebody has', async () => {
    const { logger, directory } = spooling();
    logger.info({ n: 1 });
    expect(await logger.flush({ timeoutMs: 50 })).toEqual({ state: 'spooled' });
    const loki = await startLoki();
    const { stop } = await startShipper(directory, loki.url);
    expect(await logger.flush({ timeoutMs: 10_000 })).toEqual({ state: 'delivered' });
    expect(loki.count()).toBe(1);
    await stop();
  });

  it('keeps the form of pino with a function', async () => {
    const { logger } = spooling();
    await new Promise<void>((resolve) => logger.flush(() => resolve()));
  });

  it('is there without an endpoint, too', async () => {
    const logger = createLogger({}, createLines());
    expect(await logger.flush()).toEqual({ state: 'written' });
    expect(logger.health()).toEqual({
      isOk: true,
      destination: { isWritable: true, refusedLines: 0 },
      delivery: undefined,
    });
    expect(logger.stats()).toEqual({ lines: 0, withheld: 0, cut: 0, refused: 0, delivery: undefined });
    expect(await logger.close()).toEqual({ state: 'written' });
  });

  it('is on children, with its types', async () => {
    const { logger } = spooling();
    const child: LogveilLogger = logger.child({ module: 'a' }).child({ part: 'b' });
    const result: FlushResult = await child.flush({ timeoutMs: 10 });
    expect(result.state).toBe('delivered');
    const asPino: Logger = child;
    asPino.info('x');
    expect(child.stats().lines).toBe(1);
  });

  it('leaves a custom level of the same name alone', () => {
    const lines = createLines();
    const logger: object = createLogger({ customLevels: { health: 35 } }, lines);
    Reflect.get(logger, 'health').call(logger, 'fine');
    expect(lines.record()).toMatchObject({ level: 'health', msg: 'fine' });
  });
});

describe('a delivery with its worker thread', () => {
  it('delivers, counts, and writes into the log what was lost once lines arrive again', async () => {
    const loki = await startLoki({ lineBytes: 2_000 });
    const counted: [string, number][] = [];
    const drops: Drop[] = [];
    const resumed: Drop[] = [];
    const delivery = startDelivery(loki, {
      resumed,
      onDrop: (drop) => drops.push(drop),
      onCount: (counter, lines) => counted.push([counter, lines]),
    });
    delivery.append(lineOf(0, 'x'.repeat(3_000)));
    expect(await delivery.flush(10_000)).toBe('delivered');
    for (let number = 1; number <= 100; number++) delivery.append(lineOf(number));
    expect(await delivery.flush(10_000)).toBe('delivered');
    expect(delivery.stats()).toMatchObject({ delivered: 100, refused: 1 });
    await until(() => resumed.length === 1);
    expect(resumed).toMatchObject([{ reason: 'refused', lines: 1 }]);
    expect(drops).toMatchObject([{ reason: 'refused', lines: 1, detail: 'line too long' }]);
    expect(counted.reduce((sum, [counter, lines]) => sum + (counter === 'delivered' ? lines : 0), 0)).toBe(100);
    expect(numbersOf(loki.entries())).toEqual(Array.from({ length: 100 }, (_, number) => number + 1));
  });

  it('shows in health() that the endpoint is away, and that it is back', async () => {
    const loki = await startLoki();
    const delivery = startDelivery(loki);
    await loki.fail({ kind: 'down' });
    delivery.append(lineOf(1));
    await until(() => !delivery.health().isOk);
    expect(delivery.health().endpoint).toMatchObject({ trouble: 'ECONNREFUSED', deliveredAtMs: undefined });
    await until(() => delivery.health().endpoint.breaker !== 'closed');
    expect(await delivery.flush(10)).toBe('spooled');
    await loki.heal();
    await until(() => delivery.health().isOk);
    expect(await delivery.flush(10_000)).toBe('delivered');
    expect(delivery.health().endpoint).toMatchObject({ breaker: 'closed', trouble: undefined });
  });

  it('never lets a listener that throws end the program', async () => {
    const loki = await startLoki({ lineBytes: 2_000 });
    const delivery = startDelivery(loki, {
      onDrop: () => {
        throw new Error('listener');
      },
      onCount: () => {
        throw new Error('listener');
      },
    });
    delivery.append(lineOf(0, 'x'.repeat(3_000)));
    expect(await delivery.flush(10_000)).toBe('delivered');
  });

  it('delivers what is appended after it was closed with the next one', async () => {
    const loki = await startLoki();
    const directory = tempDirectory();
    const first = startDelivery(loki, { directory });
    first.append(lineOf(0));
    expect(await first.close(10_000)).toBe('delivered');
    first.append(lineOf(1));
    await first.close(0);
    const second = startDelivery(loki, { directory });
    second.append(lineOf(2));
    await until(() => loki.count() === 3);
    expect(existsSync(directory)).toBe(true);
  });
});

describe('the options of loki', () => {
  it('are refused together, each by its name, and no secret is shown', () => {
    const wrong = {
      url: 'https://user:hunter2@loki.example.com',
      tenat: 'a',
      auth: { token: 'a', password: 'hunter2' },
      headers: { 'content-length': '1', 'x y': 'z' },
      labels: { trace_id: 'a', 'k8s.pod': 'p', k8s_pod: 'q' },
      labelFields: ['user_id', 'durationMs'],
      spool: { maxBytes: -1, fsync: 'allways' },
      batch: { maxWait: 1 },
      backoff: { minMs: 100, maxMs: 10 },
      proxy: 'socks://x',
      timeoutMs: 'soon',
      onDrop: 'call me',
    };
    const message = refusalOf({ loki: wrong });
    expect(message).not.toContain('hunter2');
    for (const part of [
      'loki.url must not hold credentials: give them in auth',
      'loki.tenat is not an option (did you mean "tenant"?)',
      'loki.auth must have either token, or username and password',
      'loki.headers.content-length is set by logveil',
      'loki.headers.x y is no name of a header',
      'loki.labels.trace_id has a value of its own for nearly every line',
      'loki.labels must not name k8s_pod twice',
      'loki.labelFields must not have user_id',
      'loki.labelFields must not have durationMs',
      'loki.spool.maxBytes must be a whole number from 65536',
      'loki.spool.fsync must be one of never, interval, always, got a string of 7 characters (did you mean "always"?)',
      'loki.batch.maxWait is not an option (did you mean "maxWaitMs"?)',
      'loki.backoff.maxMs must not be below backoff.minMs',
      'loki.proxy must be a URL',
      'loki.timeoutMs must be a whole number',
      'loki.onDrop must be a function',
    ]) {
      expect(message).toContain(part);
    }
  });

  it.each([
    [undefined, 'loki.url is missing'],
    ['', 'loki.url must be 1 to'],
    ['loki:3100', 'loki.url must be a URL that begins with http:// or https://'],
  ])('need a URL, not %j', (url, message) => {
    expect(refusalOf({ loki: { url } })).toContain(message);
  });

  it('allow 15 labels beside service_name, as Loki does', () => {
    const labels = (count: number): object =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`label${index}`, 'x']));
    expect(refusalOf({ loki: { url: 'http://x', labels: labels(16) } })).toContain('at most 15');
    expect(
      resolveLoki({ url: 'http://x', labels: labels(15) }, { option: '', own: {} }, []).stamp.labels,
    ).toHaveProperty('label14');
  });

  it('never let credentials into the name of the destination or the spool', () => {
    const { logger, directory } = spooling({ auth: { username: 'me', password: 'hunter2-secret' } });
    logger.info('x');
    const owner = readFileSync(join(directory, folderIn(directory), 'owner.json'), 'utf8');
    const segment = readFileSync(join(directory, folderIn(directory), '00000001.seg'), 'latin1');
    expect(owner + segment).not.toContain('hunter2');
    expect(owner + segment).not.toContain(Buffer.from('me:hunter2-secret').toString('base64'));
  });
});

function lokiOf(directory: string): LokiOptions {
  return { url: 'http://127.0.0.1:9', ship: false, spool: { directory }, batch: { maxWaitMs: 10 } };
}

function spooling(more: Partial<LokiOptions> = {}): {
  logger: LogveilLogger;
  lines: ReturnType<typeof createLines>;
  directory: string;
} {
  const directory = tempDirectory();
  const lines = createLines();
  const logger = createLogger({ service: 'checkout', env: 'test', loki: { ...lokiOf(directory), ...more } }, lines);
  onTestFinished(() => void logger.close({ timeoutMs: 0 }));
  return { logger, lines, directory };
}

interface DeliveryChanges {
  readonly directory?: string;
  readonly resumed?: Drop[];
  readonly onDrop?: (drop: Drop) => void;
  readonly onCount?: (counter: string, lines: number) => void;
}

/** As createLogger makes it, with the worker of the build. */
function startDelivery(
  loki: FakeLoki,
  { directory = tempDirectory(), resumed = [], ...told }: DeliveryChanges = {},
): Delivery {
  const options = {
    url: loki.url,
    spool: { directory },
    batch: { maxWaitMs: 10 },
    backoff: { minMs: 5, maxMs: 50 },
    ...told,
  };
  const settings = resolveLoki(options, { option: '', own: { service_name: 'checkout' } }, []);
  const delivery = new Delivery({
    settings,
    sender: { kind: 'loki', settings: settings.sender },
    stamp: { ...settings.stamp },
    target: settings.target,
    clock: Date.now,
    onResumed: (drops) => resumed.push(...drops),
    onTrouble: () => undefined,
    worker: new URL('../../dist/transport/ship/worker.js', import.meta.url),
  });
  onTestFinished(async () => {
    await delivery.close(0);
  });
  return delivery;
}

async function startLoki(limits: object = {}): Promise<FakeLoki> {
  const loki = await createFakeLoki({ limits });
  onTestFinished(() => loki.close());
  return loki;
}

function folderIn(directory: string): string {
  return readdirSync(directory)[0] ?? '';
}

function refusalOf(options: object): string {
  try {
    createLogger(options);
  } catch (error) {
    if (error instanceof OptionsError) return error.message;
  }
  return 'not refused';
}
