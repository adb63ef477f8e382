import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { generate } from 'selfsigned';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FakeLokiOptions } from '../../src/testing/fake-loki/options.ts';
import { createFakeLoki, type FakeLoki } from '../../src/testing/index.ts';
import type { WorkerOrder } from '../../src/transport/ship/messages.ts';
import { Supervisor } from '../../src/transport/ship/supervisor.ts';
import { SpoolWriter } from '../../src/transport/spool/spool-writer.ts';
import { runCli, startCli } from '../support/cli.ts';
import { tempDirectory } from '../support/temp-files.ts';
import { lineOf, numbersOf, type ShipperChanges, startShipper, until, writerSettings } from './support.ts';

describe('an endpoint', () => {
  it.each([
    ['basic authentication', { username: 'me', password: 'hunter2' }],
    ['a bearer token', { token: 'made-up-token' }],
  ])('is reached with %s, a tenant and headers', async (_, auth) => {
    const { loki } = await shipOne(
      { auth, tenantRequired: true },
      { loki: { auth, tenant: 'team-a', headers: { 'X-Extra': 'yes' } } },
    );
    expect(loki.entries()[0]?.tenant).toBe('team-a');
    expect(loki.requests().at(-1)?.headers).toMatchObject({ 'x-scope-orgid': 'team-a', 'x-extra': 'yes' });
  });

  it('is waited for while it refuses the credentials, and the trouble names none', async () => {
    const directory = tempDirectory();
    const loki = await startLoki({ auth: { token: 'made-up-token' } });
    const writer = writerWith(directory);
    const shipper = await startShipper(directory, loki.url, { loki: { auth: { token: 'hunter2-wrong' } } });
    onTestFinished(() => shipper.stop());
    writer.append(lineOf(1));
    await until(() => shipper.counters.retried > 1);
    expect(shipper.state()?.trouble).toContain('401');
    expect(JSON.stringify(shipper.state())).not.toContain('hunter2');
    expect(shipper.counters).toMatchObject({ delivered: 0, refused: 0, quarantined: 0 });
  });

  it('is reached over TLS only when its certificate is trusted', async () => {
    const { key, cert } = await certificate();
    const { loki } = await shipOne({ tls: { key, cert } }, { loki: { tls: { ca: cert } } });
    expect(loki.count()).toBe(1);
    const directory = tempDirectory();
    writerWith(directory).append(lineOf(1));
    const shipper = await startShipper(directory, loki.url);
    onTestFinished(() => shipper.stop());
    await until(() => shipper.counters.retried > 0);
    expect(shipper.state()?.trouble).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it('is reached through a proxy', async () => {
    const proxy = await startProxy();
    const { loki } = await shipOne({}, { loki: { proxy: proxy.url } });
    expect(loki.count()).toBe(1);
    expect(proxy.tunnels()).toBe(1);
  });

  it('may be named with the path of its push API or of a gateway before it', async () => {
    const paths: string[] = [];
    const server = createHttpServer((request, response) => {
      paths.push(request.url ?? '');
      request.resume();
      response.writeHead(204).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const base = `http://127.0.0.1:${portOf(server.address())}`;
    for (const path of ['', '/gateway', '/gateway/', '/loki/api/v1/push']) {
      const directory = tempDirectory();
      writerWith(directory).append(lineOf(1));
      const shipper = await startShipper(directory, base + path);
      await until(() => shipper.counters.delivered === 1);
      await shipper.stop();
    }
    expect(paths).toEqual([
      '/loki/api/v1/push',
      '/gateway/loki/api/v1/push',
      '/gateway/loki/api/v1/push',
      '/loki/api/v1/push',
    ]);
  });
});

describe('a shipper', () => {
  it('leaves what dead processes logged for another endpoint, and says so', async () => {
    const directory = tempDirectory();
    const writer = writerWith(directory, 'loki other');
    writer.append(lineOf(1));
    writer.close();
    const loki = await startLoki();
    const shipper = await startShipper(directory, loki.url, { settings: { writer: 'ffffffffffffffff' } });
    onTestFinished(() => shipper.stop());
    await until(() => shipper.state()?.stranded === 1);
    expect(loki.count()).toBe(0);
  });

  it('keeps what dead processes left within the bound, the oldest going first', async () => {
    const directory = tempDirectory();
    const writer = new SpoolWriter(writerSettings(directory, { segmentBytes: 8_192 }));
    for (let number = 0; number < 2_000; number++) writer.append(lineOf(number));
    writer.close();
    const loki = await startLoki();
    await loki.fail({ kind: 'down' });
    const shipper = await startShipper(directory, loki.url, { settings: { maxBytes: 65_536, batchBytes: 2_048 } });
    onTestFinished(() => shipper.stop());
    await until(() => shipper.counters.dropped_spool_full > 0);
    await loki.heal();
    await until(() => shipper.counters.delivered + shipper.counters.dropped_spool_full === 2_000);
    expect(numbersOf(loki.entries()).at(-1)).toBe(1_999);
    expect(shipper.drops.every(({ reason }) => reason === 'dropped_spool_full')).toBe(true);
  });

  it('ships a folder that two know of once: whoever has claimed it', async () => {
    const directory = tempDirectory();
    const writer = writerWith(directory);
    const loki = await startLoki();
    const shippers = await Promise.all([1, 2, 3].map(() => startShipper(directory, loki.url)));
    onTestFinished(async () => {
      for (const { stop } of shippers) await stop();
    });
    for (let number = 0; number < 3_000; number++) writer.append(lineOf(number));
    await until(() => shippers.reduce((sum, { counters }) => sum + counters.delivered, 0) === 3_000);
    expect(loki.count()).toBe(3_000);
    expect(shippers.filter(({ counters }) => counters.delivered > 0)).toHaveLength(1);
    expect(loki.requests().reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(0);
  });
});

describe('a worker thread', () => {
  it.each([
    ['dies', 'throw new Error("no")', 'Error'],
    ['cannot be loaded', 'import "/nowhere.js"', 'ERR_'],
    ['is stuck', 'for (;;);', 'stuck'],
  ])('that %s is started again', async (_, code, reason) => {
    const deaths: string[] = [];
    const supervisor = new Supervisor({
      // A cast that holds: the worker of this test looks at nothing of it.
      order: {} as Omit<WorkerOrder, 'beat'>,
      onReport: () => undefined,
      onDeath: (why) => deaths.push(why),
      worker: new URL(`data:text/javascript,${encodeURIComponent(code)}`),
      stuckAfterMs: 300,
    });
    onTestFinished(() => supervisor.stop(100));
    await until(() => deaths.length >= 2);
    expect(deaths[0]).toContain(reason);
  });
});

describe('logveil ship', () => {
  it('delivers what loggers have spooled, and with --once ends when nothing is left', async () => {
    const directory = tempDirectory();
    const writer = writerWith(directory);
    for (let number = 0; number < 2_000; number++) writer.append(lineOf(number));
    writer.close();
    const loki = await startLoki();
    const run = await runCli(['ship', '--spool', directory, '--url', loki.url, '--once', '--json']);
    expect(run.stderr).toBe('logveil: 2000 lines delivered\n');
    expect(JSON.parse(run.stdout.toString())).toMatchObject({ delivered: 2_000, refused: 0 });
    expect(run.exitCode).toBe(0);
    expect(numbersOf(loki.entries())).toEqual(Array.from({ length: 2_000 }, (_, number) => number));
    expect(readdirSync(directory)).toEqual([]);
  });

  it('goes on until it is stopped, while loggers log', async () => {
    const directory = tempDirectory();
    const writer = writerWith(directory);
    const loki = await startLoki();
    const child = startCli(['ship', '--spool', directory, '--url', loki.url]);
    for (let number = 0; number < 50; number++) writer.append(lineOf(number));
    await until(() => loki.count() === 50);
    child.kill('SIGTERM');
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
  });

  it('says when time is up, and when lines were refused', async () => {
    const directory = tempDirectory();
    const writer = writerWith(directory);
    writer.append(lineOf(1, 'x'.repeat(3_000)));
    const late = await runCli([
      'ship',
      '--spool',
      directory,
      '--url',
      'http://127.0.0.1:9',
      '--once',
      '--timeout',
      '1',
    ]);
    expect(late.exitCode).toBe(2);
    expect(late.stderr).toContain('not delivered, trying again: ECONNREFUSED');
    expect(late.stderr).toContain('time is up');
    const loki = await startLoki({ limits: { lineBytes: 2_000 } });
    const refused = await runCli(['ship', '--spool', directory, '--url', loki.url, '--once']);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/1 line was not delivered \(refused\) between 2\d{3}-/);
  });

  it('refuses what it cannot use, with exit code 2 and no secret', async () => {
    const run = await runCli([
      'ship',
      '--spool',
      'x',
      '--url',
      'loki',
      '--user',
      'me',
      '--header',
      'nonsense',
      '--ca',
      '/nowhere',
    ]);
    expect(run.exitCode).toBe(2);
    for (const part of [
      'url must be a URL',
      '--user needs the password',
      '--header must have the form',
      '--ca names a file',
    ]) {
      expect(run.stderr).toContain(part);
    }
  });
});

async function startLoki(options: FakeLokiOptions = {}): Promise<FakeLoki> {
  const loki = await createFakeLoki(options);
  onTestFinished(() => loki.close());
  return loki;
}

async function shipOne(options: FakeLokiOptions, changes: ShipperChanges): Promise<{ loki: FakeLoki }> {
  const directory = tempDirectory();
  const loki = await startLoki(options);
  writerWith(directory).append(lineOf(1));
  const shipper = await startShipper(directory, loki.url, changes);
  onTestFinished(() => shipper.stop());
  await until(() => shipper.counters.delivered === 1);
  return { loki };
}

function writerWith(directory: string, target = 'loki test'): SpoolWriter {
  const writer = new SpoolWriter(writerSettings(directory, { shippedBy: 'other', target }));
  onTestFinished(() => writer.close());
  return writer;
}

/** A key and a certificate of its own for 127.0.0.1. */
async function certificate(): Promise<{ key: string; cert: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  return { key, cert };
}

/** An HTTP proxy that makes tunnels. */
async function startProxy(): Promise<{ url: string; tunnels: () => number }> {
  let tunnels = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client);
    client.on('error', () => undefined);
    client.once('data', (head) => {
      const [, host = '', port = ''] = /^CONNECT ([^:]+):(\d+)/.exec(head.toString()) ?? [];
      const upstream = connect(Number(port), host, () => {
        tunnels++;
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        client.pipe(upstream).pipe(client);
      });
      upstream.on('error', () => client.destroy());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${portOf(server.address())}`, tunnels: () => tunnels };
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
