import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const built = new URL('../../dist/logger/index.js', import.meta.url).href;

/** Runs a program that has `createLogger`, in a process of its own. */
function run(program: string): { signal: string | null; stdout: string; stderr: string } {
  const source = `import { createLogger } from '${built}';\n${program}`;
  const { signal, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  return { signal, stdout, stderr };
}

describe('a process', () => {
  it('has written every line to standard output when it is killed a moment later', () => {
    const { signal, stdout } = run(`
      const logger = createLogger({ service: 'shop' });
      for (let count = 0; count < 1000; count++) logger.info({ count }, 'x');
      process.kill(process.pid, 'SIGKILL');`);
    expect(signal).toBe('SIGKILL');
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).count),
    ).toEqual(Array.from({ length: 1000 }, (_, count) => count));
  });

  it('finds on standard error what its destination refuses, clean, and one warning', () => {
    const { stderr } = run(`
      const logger = createLogger({}, { write() { throw new Error('full'); } });
      logger.error({ password: 'hunter2-horse' }, 'one');
      logger.error('two');`);
    const lines = stderr.split('\n').filter((line) => line.startsWith('{'));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { msg: 'one', log_error: 'LOGVEIL_WRITE_FAILED' },
      { msg: 'two', log_error: 'LOGVEIL_WRITE_FAILED' },
    ]);
    expect(stderr).not.toContain('hunter2');
    expect(stderr.match(/\[LOGVEIL_WRITE_FAILED\]/g)).toHaveLength(1);
  });

  it('sees lines through standard output when somebody has replaced its write', () => {
    const { stderr, stdout } = run(`
      process.stdout.write = (line) => process.stderr.write('seen ' + line);
      createLogger().info('x');`);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^seen \{"level":"info"/);
  });
});
