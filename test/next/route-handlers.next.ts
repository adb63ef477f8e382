import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foundIn, opaque, secretHeaders, secretQuery } from '../http/secrets.ts';
import { type Answer, send, until } from '../http/support.ts';
import { password } from '../support/fake-secrets.ts';

const root = join(import.meta.dirname, '../..');
const app = join(import.meta.dirname, 'app');
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];

describe('route handlers of Next.js, built and started', () => {
  let server: ChildProcess;
  let origin: string;
  let output = '';

  beforeAll(async () => {
    install();
    run('node_modules/next/dist/bin/next', 'build');
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    const args = ['node_modules/next/dist/bin/next', 'start', '-p', String(port), '-H', '127.0.0.1'];
    server = spawn(process.execPath, args, { cwd: app, env });
    server.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    await until(() => output.includes('Ready'), 'Next.js is ready', 30_000);
  }, 240_000);
  afterAll(() => server?.kill());

  const call = async (path: string, id: string): Promise<{ answer: Answer; lines: Record<string, unknown>[] }> => {
    const from = output.length;
    const linesOf = (): string[] =>
      output
        .slice(from)
        .split('\n')
        .filter((line) => line.startsWith('{'));
    const headers = { ...secretHeaders, 'x-password': password, 'x-request-id': id };
    const answer = await send(`${origin}${path}`, { headers });
    await until(() => linesOf().some((line) => /"msg":"request (?:completed|errored)"/.test(line)), 'the line');
    expect(foundIn(output)).toEqual([]);
    expect(output).not.toContain(password);
    return { answer, lines: linesOf().map((line) => JSON.parse(line)) };
  };

  it('have ids in and out, the template and one safe line', async () => {
    const { answer, lines } = await call(`/api/reset/${opaque}?${secretQuery}`, 'r-1');
    expect(JSON.parse(answer.body)).toEqual({ length: opaque.length, page: '2' });
    expect(answer.headers['x-request-id']).toBe('r-1');
    expect(lines.map(({ msg, correlation_id }) => [msg, correlation_id])).toEqual([
      ['inside', 'r-1'],
      ['request completed', 'r-1'],
    ]);
    expect(lines[1]).toMatchObject({
      user_id: 7,
      http_route: '/api/reset/[token]',
      url_path: '/api/reset/[REDACTED:path-parameter]',
      http_response_status_code: 200,
    });
  });

  it('answer an error with a problem that says nothing of it', async () => {
    const { answer, lines } = await call('/api/boom', 'r-2');
    expect([answer.status, answer.headers['content-type']]).toEqual([500, 'application/problem+json']);
    expect(JSON.parse(answer.body)).toMatchObject({ title: 'Internal Server Error', correlation_id: 'r-2' });
    expect(answer.bytes).not.toContain(password);
    expect(lines).toMatchObject([{ level: 'error', correlation_id: 'r-2', error_rule: 'unknown' }]);
  });

  it.each([
    ['redirect()', '/api/away', 307],
    ['notFound()', '/api/away?gone', 404],
  ])('leave %s to Next.js, and log it as what it is', async (_, path, status) => {
    const { answer, lines } = await call(path, 'r-3');
    expect(answer.status).toBe(status);
    expect(lines).toMatchObject([
      { level: 'info', msg: 'request completed', correlation_id: 'r-3', http_response_status_code: status },
    ]);
  });
});

/** Next.js as its package says, and logveil as it is packed for npm. */
function install(): void {
  if (!existsSync(join(app, 'node_modules/next'))) npm(['install', ...quiet], app);
  const packed = mkdtempSync(join(tmpdir(), 'logveil-packed-'));
  npm(['pack', '--ignore-scripts', '--pack-destination', packed], root);
  const tarball = join(packed, readdirSync(packed)[0] ?? '');
  npm(['install', ...quiet, '--no-save', tarball], app);
  rmSync(packed, { recursive: true });
}

function npm(args: readonly string[], cwd: string): void {
  execFileSync('npm', args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
}

function run(script: string, command: string): void {
  execFileSync(process.execPath, [script, command], { cwd: app, env, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
