import { chmodSync, mkdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLogger } from '../../../src/logger/index.ts';
import { createFileDestination, type FileDestination, type FileOptions } from '../../../src/transport/file/index.ts';
import { tempDirectory } from '../../support/temp-files.ts';
import { filesIn, handClock, linesIn, noon } from './files.ts';

const hour = 3_600_000;

function open(
  options: Partial<FileOptions> = {},
  directory = tempDirectory(),
): FileDestination & { directory: string } {
  const file = createFileDestination({ path: join(directory, 'app.log'), clock: () => noon, ...options });
  onTestFinished(() => file.close());
  return { ...file, directory };
}

describe('a file destination', () => {
  it('takes the lines of a logger and has them in the file when the log call returns', () => {
    const file = open();
    const logger = createLogger({ service: 'checkout', timestamp: false }, file);
    logger.info({ password: 'hunter2' }, 'signed in');
    expect(linesIn(file.directory)).toEqual([
      '{"level":"info","service_name":"checkout","password":"[REDACTED:password]","msg":"signed in"}',
    ]);
  });

  it('creates directories on the way, readable by the owner alone, whatever the umask', () => {
    const directory = tempDirectory();
    const umask = process.umask(0);
    onTestFinished(() => void process.umask(umask));
    open({ path: join(directory, 'a/b/app.log') });
    expect(modeOf(join(directory, 'a'))).toBe('700');
    expect(modeOf(join(directory, 'a/b/app.log'))).toBe('600');
    process.umask(0o077);
    open({ path: join(directory, 'shared.log'), mode: 0o640 });
    expect(modeOf(join(directory, 'shared.log'))).toBe('640');
  });

  it('leaves the permissions and lines of a file that was there', () => {
    const directory = tempDirectory();
    const path = join(directory, 'app.log');
    writeFileSync(path, 'old\n');
    chmodSync(path, 0o644);
    open({}, directory).write('new\n');
    expect([modeOf(path), linesIn(directory)]).toEqual(['644', ['old', 'new']]);
  });

  it('begins a line of its own behind half a line that a killed process has left', () => {
    const directory = tempDirectory();
    writeFileSync(join(directory, 'app.log'), 'whole\nhal');
    const file = open({}, directory);
    file.write('new\n');
    file.write('newer\n');
    expect(linesIn(directory)).toEqual(['whole', 'hal', 'new', 'newer']);
  });

  it('flushes to the disk, and says so', async () => {
    const file = open({ fsync: true });
    file.write('x\n');
    await new Promise<void>((resolve, reject) =>
      file.flush((error) => (error === undefined ? resolve() : reject(error))),
    );
    expect(linesIn(file.directory)).toEqual(['x']);
  });

  it.each([
    ['/proc/nowhere/app.log', 'ENOENT'],
    [join(tmpdir(), '.'), 'EISDIR'],
    ['/dev/null/app.log', 'ENOTDIR'],
  ])('says at once that %s cannot be opened', (path, code) => {
    expect(() => createFileDestination({ path })).toThrow(expect.objectContaining({ code }));
  });

  it('refuses wrong options together', () => {
    const options = {
      maxByte: 1,
      every: 'week',
      keepFiles: -1,
      mode: 0o444,
      compress: 'yes',
    } as unknown as FileOptions;
    expect(() => createFileDestination(options)).toThrow(
      [
        'createFileDestination was refused: 6 problems',
        '  - maxByte is not an option (did you mean "maxBytes"?)',
        "  - every must be 'hour', 'day' or milliseconds >= 1000, got a string of 4 characters",
        '  - keepFiles must be a whole number >= 0, got -1',
        '  - mode must be permissions that let the owner write, such as 0o600, got 292',
        '  - compress must be true or false, got a string of 3 characters',
        '  - path is missing',
      ].join('\n'),
    );
  });
});

describe('rotation', () => {
  it('by size puts the file aside before a line would make it too large', () => {
    const file = open({ maxBytes: 20 });
    for (const line of ['123456789', '123456789', 'abc', 'a line of more than twenty bytes', 'last'])
      file.write(`${line}\n`);
    const files = [...filesIn(file.directory)];
    expect(files.map(([, lines]) => lines).sort()).toEqual([
      ['123456789', '123456789'],
      ['a line of more than twenty bytes'],
      ['abc'],
      ['last'],
    ]);
    expect(files.at(-1)?.[0]).toBe('app.log');
    expect(files[0]?.[0]).toMatch(/^app-20261120T120000000Z-[0-9a-f]{6}\.log$/);
    expect(file.stats().rotations).toBe(3);
  });

  it('by time puts the file aside with the first line of a new hour, UTC', () => {
    const clock = handClock(noon + hour - 1);
    const file = open({ every: 'hour', clock });
    file.write('before\n');
    clock.move(1);
    file.write('after\n');
    clock.move(5 * hour);
    file.write('later\n');
    expect([...filesIn(file.directory).values()]).toEqual([['before'], ['after'], ['later']]);
  });

  it('by time puts a file of an earlier day aside that an earlier process has left', () => {
    const directory = tempDirectory();
    writeFileSync(join(directory, 'app.log'), 'yesterday\n');
    const file = open({ every: 'day', clock: () => Date.now() + 24 * hour }, directory);
    file.write('today\n');
    expect([...filesIn(directory).values()]).toEqual([['yesterday'], ['today']]);
  });

  it('never takes lines of several in one write apart, and none in the middle', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.replaceAll('\n', ' '));
    const writes = fc.array(fc.array(line, { minLength: 1, maxLength: 4 }), { maxLength: 20 });
    fc.assert(
      fc.property(writes, fc.integer({ min: 1, max: 100 }), (blocks, maxBytes) => {
        const file = open({ maxBytes, compress: false, clock: handClock() });
        for (const block of blocks) file.write(block.map((each) => `${each}\n`).join(''));
        const written = blocks.flat().map((each) => each.toWellFormed());
        expect(linesIn(file.directory).sort()).toEqual([...written].sort());
        rmSync(file.directory, { recursive: true });
      }),
      { numRuns: 50 },
    );
  });

  it('stays off for what is no file', () => {
    const file = createFileDestination({ path: '/dev/null', maxBytes: 5 });
    onTestFinished(() => file.close());
    for (let n = 0; n < 10; n++) file.write('a line\n');
    expect(file.stats()).toMatchObject({ rotations: 0, reopened: 0 });
  });

  it('goes on in the same file when it cannot be put aside, and says so once', () => {
    const told: Error[] = [];
    const clock = handClock();
    const directory = tempDirectory();
    // The name fits, but not the longer one of the file put aside.
    const path = join(directory, `${'x'.repeat(240)}.log`);
    const file = open({ path, maxBytes: 5, clock, onInternalError: (error) => told.push(error) });
    for (let n = 0; n < 5; n++) {
      file.write(`line ${n}\n`);
      clock.move(1500);
    }
    expect(linesIn(directory)).toEqual(['line 0', 'line 1', 'line 2', 'line 3', 'line 4']);
    expect(told.map(({ message }) => message)).toEqual([expect.stringContaining('ENAMETOOLONG')]);
    expect(file.stats().rotations).toBe(0);
  });
});

describe('a file that others move', () => {
  it('is opened anew at most a second later', () => {
    const clock = handClock();
    const file = open({ clock });
    file.write('one\n');
    renameSync(join(file.directory, 'app.log'), join(file.directory, 'app.log.1'));
    file.write('two\n');
    clock.move(1000);
    file.write('three\n');
    expect(Object.fromEntries(filesIn(file.directory))).toEqual({ 'app.log': ['three'], 'app.log.1': ['one', 'two'] });
  });

  it.each([
    ['when asked to', {}, (file: FileDestination) => file.reopen()],
    ['at the signal', { reopenOn: 'SIGUSR2' }, () => process.emit('SIGUSR2', 'SIGUSR2')],
  ] as const)('is opened anew at once %s', (_, options, ask) => {
    const file = open(options);
    file.write('one\n');
    renameSync(join(file.directory, 'app.log'), join(file.directory, 'app.log.1'));
    ask(file);
    file.write('two\n');
    expect(Object.fromEntries(filesIn(file.directory))).toEqual({ 'app.log': ['two'], 'app.log.1': ['one'] });
  });

  it('may be copied and truncated: what follows begins at its start, and its size counts anew', () => {
    const clock = handClock();
    const file = open({ clock, maxBytes: 12 });
    file.write('12345678\n');
    truncateSync(join(file.directory, 'app.log'));
    clock.move(1000);
    file.write('abcdefgh\n');
    expect(Object.fromEntries(filesIn(file.directory))).toEqual({ 'app.log': ['abcdefgh'] });
  });

  it('is created again with its directory when both are gone', () => {
    const clock = handClock();
    const file = open({ clock });
    file.write('one\n');
    rmSync(file.directory, { recursive: true });
    clock.move(1000);
    file.write('two\n');
    expect(linesIn(file.directory)).toEqual(['two']);
  });

  it('throws instead of writing into a file that has no name left', () => {
    const clock = handClock();
    const file = open({ clock });
    rmSync(file.directory, { recursive: true });
    writeFileSync(file.directory, 'not a directory');
    clock.move(1000);
    for (let n = 0; n < 2; n++) expect(() => file.write('one\n')).toThrow(/ENOTDIR|EEXIST/);
    rmSync(file.directory);
    mkdirSync(file.directory);
    file.write('two\n');
    expect(linesIn(file.directory)).toEqual(['two']);
  });

  it('and rotates itself is put aside by one of two destinations only, and both go on', () => {
    const clock = handClock();
    const directory = tempDirectory();
    const both = [0, 1].map(() => open({ clock, maxBytes: 30, compress: false }, directory));
    const expected: string[] = [];
    for (let n = 0; n < 200; n++) {
      expected.push(`line ${n}`);
      both[n % 2]?.write(`line ${n}\n`);
      clock.move(n % 7 === 0 ? 600 : 0);
    }
    expect(linesIn(directory).sort()).toEqual(expected.sort());
  });
});

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}
