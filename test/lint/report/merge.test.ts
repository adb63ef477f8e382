import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CliResult, runCli } from '../../support/cli.ts';
import { githubToken, password } from '../../support/fake-secrets.ts';
import { tempDirectory, tempFile } from '../../support/temp-files.ts';

const key = ['--fingerprint-key-file'];

/** Logs with findings near every border: many small lines, a file that is cut into ranges, and a file of nothing. */
function writeLogs(directory: string): void {
  const record = (at: number): string => {
    const time = new Date(Date.parse('2026-11-20T00:00:00Z') + at * 1000).toISOString();
    if (at % 97 === 0) return `${time} token=${githubToken.slice(0, -4)}${String(at).padStart(4, 'A')}`;
    if (at % 13 === 0)
      return `{"level":30,"time":"${time}","hostname":"h${at}","items":[{"password":"${password}${at}"}]}`;
    return `{"level":"info","time":"${time}","msg":"order ${at} placed","password":"[REDACTED:password]"}`;
  };
  const lines = (from: number, to: number): string =>
    `${Array.from({ length: to - from }, (_, at) => record(from + at)).join('\n')}\n`;
  writeFileSync(join(directory, 'a.log'), lines(0, 3000));
  writeFileSync(join(directory, 'b.log'), lines(3000, 3010));
  writeFileSync(join(directory, 'empty.log'), '');
  writeFileSync(join(directory, 'z.log'), `${lines(0, 400)}    at stack password=${password}\r\n`);
}

/** Two ranges of 32 MiB and a little, so that the second shard enters the file in its middle; few findings. */
function writeLarge(directory: string): void {
  const chunk = '{"level":"info","time":"2026-11-20T12:00:00Z","msg":"order placed"}\n'.repeat(15_000);
  const dirty = `{"level":"info","time":"2026-11-20T12:00:00Z","password":"${password}"}\n`;
  for (let at = 0; at < 34; at++) appendFileSync(join(directory, 'large.log'), chunk + dirty);
}

async function shards(directory: string, count: number, args: readonly string[]): Promise<string[]> {
  const indexes = Array.from({ length: count }, (_, at) => at + 1);
  const parts = indexes.map((index) => join(tempDirectory(), `${index}.part`));
  for (const index of indexes) {
    const output = parts[index - 1] ?? '';
    const done = await runCli([
      'lint',
      directory,
      ...args,
      '--shard',
      `${index}/${count}`,
      '--format',
      'partial',
      '--output',
      output,
    ]);
    expect([0, 1], done.stderr).toContain(done.exitCode);
  }
  return parts;
}

function merge(parts: readonly string[], args: readonly string[] = []): Promise<CliResult> {
  return runCli(['report', 'merge', ...parts, ...args]);
}

describe('report merge', () => {
  it.each([1, 2, 3, 7])(
    'of %i shards writes, byte for byte, what one run writes',
    { timeout: 60_000 },
    async (count) => {
      const directory = tempDirectory();
      writeLogs(directory);
      const keyFile = tempFile('0123456789abcdef'.repeat(4), 'key');
      const args = [
        ...key,
        keyFile,
        '--loki',
        '--skip',
        'loki-time-missing,loki-not-json',
        '--since',
        '2026-11-20T00:01:00Z',
      ];
      const whole = await runCli(['lint', directory, ...args, '--json']);
      const parts = await shards(directory, count, args);
      const merged = await merge([...parts].reverse(), ['--json', ...key, keyFile]);
      expect(whole.exitCode).toBe(1);
      expect(whole.stdout.toString()).toContain('"rule":"loki-label-cardinality"');
      expect(JSON.parse(whole.stdout.toString()).summary.findings).toBeGreaterThan(250);
      expect(merged.stdout.equals(whole.stdout)).toBe(true);
      expect(merged.exitCode).toBe(1);
    },
  );

  it('counts the lines of a file on from shard to shard', { timeout: 60_000 }, async () => {
    const directory = tempDirectory();
    writeLarge(directory);
    const args = [...key, tempFile('k'.repeat(32), 'key')];
    const whole = await runCli(['lint', directory, ...args, '--json']);
    const merged = await merge(await shards(directory, 2, args), ['--json']);
    expect(JSON.parse(whole.stdout.toString()).findings.at(-1).line).toBe(34 * 15_001);
    expect(merged.stdout.equals(whole.stdout)).toBe(true);
  });

  it('writes every other format as one run does', { timeout: 120_000 }, async () => {
    const directory = tempDirectory();
    writeFileSync(join(directory, 'a.log'), `password=${password}\n`.repeat(20));
    writeFileSync(join(directory, 'b.log'), `{"token":"${githubToken}"}\n`.repeat(20));
    const args = [...key, tempFile('k'.repeat(32), 'key')];
    const parts = await shards(directory, 2, args);
    for (const format of ['ndjson', 'sarif', 'junit', 'csv', 'github', 'gitlab', 'markdown', 'html']) {
      const whole = await runCli(['lint', directory, ...args, '--format', format]);
      const merged = await merge(parts, ['--format', format]);
      expect(merged.stdout.toString(), format).toBe(whole.stdout.toString());
    }
  });

  it('calls nothing clean whose shard is missing, or whose report breaks off', async () => {
    const directory = tempDirectory();
    for (const name of ['a.log', 'b.log']) writeFileSync(join(directory, name), 'fine\n');
    const [first = '', second = ''] = await shards(directory, 2, [...key, tempFile('k'.repeat(32), 'key')]);
    const missing = await merge([first]);
    expect(missing.exitCode).toBe(2);
    expect(missing.stderr).toContain('there is no report of shard 2 of 2; its part was not scanned');
    truncateSync(second, readFileSync(second).length - 5);
    const broken = await merge([first, second]);
    expect(broken.exitCode).toBe(2);
    expect(broken.stderr).toContain('the report of shard 2 of 2 breaks off; run that shard again');
  });

  it('refuses shards of different runs, and says what differs', async () => {
    const directory = tempDirectory();
    writeFileSync(join(directory, 'a.log'), 'fine\n');
    const [first = ''] = await shards(directory, 2, [...key, tempFile('k'.repeat(32), 'key')]);
    const [, other = ''] = await shards(directory, 2, [...key, tempFile('o'.repeat(32), 'key'), '--only', 'email']);
    const [third = ''] = await shards(directory, 3, [...key, tempFile('k'.repeat(32), 'key')]);
    const { exitCode, stderr, stdout } = await merge([first, first, other, third, tempFile('{}')]);
    expect({ exitCode, stdout: stdout.toString() }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('is no partial report');
    const differs = await merge([first, first, other, third]);
    for (const part of ['another fingerprint key', 'other options', 'is of 3 shards', 'is of the same shard as'])
      expect(differs.stderr).toContain(part);
  });

  it('takes a baseline of the same key, and refuses one of another', async () => {
    const directory = tempDirectory();
    writeFileSync(join(directory, 'a.log'), `password=${password}\n`);
    const keyFile = tempFile('ab'.repeat(16), 'key');
    const parts = await shards(directory, 2, [...key, keyFile]);
    const baseline = join(tempDirectory(), 'baseline.json');
    const made = await merge(parts, ['--baseline', baseline, '--update-baseline', ...key, keyFile]);
    expect([made.exitCode, made.stdout.toString()]).toEqual([0, expect.stringContaining('now knows 1 different')]);
    expect((await merge(parts, ['--baseline', baseline])).exitCode).toBe(0);
    const foreign = join(tempDirectory(), 'foreign.json');
    await runCli(['lint', directory, '--baseline', foreign, '--update-baseline']);
    const refused = await merge(parts, ['--baseline', foreign]);
    expect(refused.stderr).toContain('another fingerprint key than the shards');
    expect(refused.exitCode).toBe(2);
  });
});
