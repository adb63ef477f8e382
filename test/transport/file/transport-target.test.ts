import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileTransport } from '../../../src/transport/file/index.ts';
import { tempDirectory } from '../../support/temp-files.ts';
import { filesIn, linesIn, noon } from './files.ts';

const root = new URL('../../../', import.meta.url).pathname;

describe('the target of a pino transport', () => {
  it('writes what comes in chunks as whole lines, across rotations too', async () => {
    const directory = tempDirectory();
    const stream = fileTransport({
      path: join(directory, 'app.log'),
      maxBytes: 12,
      compress: false,
      clock: () => noon,
    });
    const bytes = Buffer.from('first\nsécond\nthird\nwithout end');
    for (let at = 0; at < bytes.length; at += 3) stream.write(bytes.subarray(at, at + 3));
    await new Promise<void>((resolve) => stream.end(resolve));
    expect(linesIn(directory).sort()).toEqual(['first', 'sécond', 'third', 'without end']);
    expect(filesIn(directory).size).toBe(4);
  });

  it('is found by its name in a worker', { timeout: 60_000 }, () => {
    const directory = tempDirectory();
    const script = `
      import { createLogger } from 'logveil';
      const logger = createLogger({
        timestamp: false,
        transport: { target: 'logveil/file', options: { path: '${join(directory, 'app.log')}' } },
      });
      for (let n = 0; n < 1000; n++) logger.info({ n, password: 'hunter2' });
    `;
    const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const lines = linesIn(directory);
    expect(lines).toHaveLength(1000);
    expect(lines[999]).toBe('{"level":"info","n":999,"password":"[REDACTED:password]"}');
  });
});
