import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileDestination, type FileOptions } from '../../../src/transport/file/index.ts';
import { tempDirectory } from '../../support/temp-files.ts';
import { filesIn, handClock, linesIn, noon } from './files.ts';

const day = 86_400_000;

/** Writes lines of ten bytes, one a day and one a file, and waits for what happens in the background. */
async function writeDays(
  count: number,
  options: Partial<FileOptions>,
): Promise<{ directory: string; deleted: number }> {
  const directory = tempDirectory();
  const clock = handClock();
  const file = createFileDestination({ path: join(directory, 'app.log'), every: 'day', clock, ...options });
  for (let n = 0; n < count; n++) {
    file.write(`day ${String(n).padStart(5, '0')}\n`);
    if (n < count - 1) clock.move(day);
  }
  await file.close();
  return { directory, deleted: file.stats().deleted };
}

describe('files put aside', () => {
  it('are compressed, with the permissions of the file, and nothing is lost', async () => {
    const { directory } = await writeDays(3, {});
    const names = [...filesIn(directory).keys()];
    expect(names.map((name) => name.replace(/-[0-9a-f]{6}\./, '.'))).toEqual([
      'app-20261121T120000000Z.log.gz',
      'app-20261122T120000000Z.log.gz',
      'app.log',
    ]);
    expect(linesIn(directory)).toEqual(['day 00000', 'day 00001', 'day 00002']);
    for (const name of names) expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
  });

  it('stay as they are without compress', async () => {
    const { directory } = await writeDays(3, { compress: false });
    expect([...filesIn(directory).keys()].filter((name) => name.endsWith('.gz'))).toEqual([]);
  });

  it.each([
    ['count', { keepFiles: 2 }],
    ['bytes', { keepBytes: 25, compress: false }],
    ['age', { keepMs: day }],
  ])('are kept by %s, the newest of them, and the deleted are counted', async (_, options) => {
    const { directory, deleted } = await writeDays(6, options);
    expect(linesIn(directory)).toEqual(['day 00003', 'day 00004', 'day 00005']);
    expect(deleted).toBe(3);
  });

  it('that an earlier process did not come to compress are compressed by the next', async () => {
    const directory = tempDirectory();
    writeFileSync(join(directory, 'app-20261101T000000000Z-0a1b2c.log'), 'left over\n');
    const file = createFileDestination({ path: join(directory, 'app.log'), every: 'day', clock: () => noon });
    await file.close();
    expect([...filesIn(directory)]).toEqual([
      ['app-20261101T000000000Z-0a1b2c.log.gz', ['left over']],
      ['app.log', []],
    ]);
  });

  it('that were compressed half are compressed anew, and the half goes away when its process is gone', async () => {
    const directory = tempDirectory();
    const source = join(directory, 'app-20261101T000000000Z-0a1b2c.log');
    writeFileSync(source, 'left over\n');
    writeFileSync(`${source}.gz.aaaaaa.tmp`, 'half');
    writeFileSync(`${source}.gz.bbbbbb.tmp`, 'half, and being written');
    utimesSync(`${source}.gz.aaaaaa.tmp`, new Date(noon), new Date(Date.now() - 3_600_000));
    const file = createFileDestination({ path: join(directory, 'app.log'), every: 'day', clock: () => noon });
    await file.close();
    expect(readdirSync(directory).sort()).toEqual([
      'app-20261101T000000000Z-0a1b2c.log.gz',
      'app-20261101T000000000Z-0a1b2c.log.gz.bbbbbb.tmp',
      'app.log',
    ]);
    expect(linesIn(directory)).toEqual(['left over']);
  });

  it('are told apart from files of other names', async () => {
    const directory = tempDirectory();
    const others = ['app-notes.log', 'app-20261101T000000000Z.log', 'app-20261101T000000000Z-0a1b2c.txt', 'other.log'];
    for (const name of others) writeFileSync(join(directory, name), 'mine\n');
    const file = createFileDestination({
      path: join(directory, 'app.log'),
      every: 'day',
      keepFiles: 0,
      clock: () => noon,
    });
    await file.close();
    for (const name of others) expect(existsSync(join(directory, name)), name).toBe(true);
  });
});
