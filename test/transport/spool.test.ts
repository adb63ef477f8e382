import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEntryTime } from '../../src/transport/spool/entry-time.ts';
import { Lane } from '../../src/transport/spool/lane.ts';
import { RecordBuffer, type RecordKind } from '../../src/transport/spool/record.ts';
import { SpoolWriter } from '../../src/transport/spool/spool-writer.ts';
import type { SpoolLoss, WriterSettings } from '../../src/transport/spool/writer-options.ts';
import { tempDirectory } from '../support/temp-files.ts';
import { lineOf, numbersOf, stamp, until, writerSettings } from './support.ts';

describe('a spool', () => {
  it('gives back what was appended, in order, over any number of segments', () => {
    const writer = startWriter({ segmentBytes: 4_096 });
    for (let number = 0; number < 500; number++) writer.append(lineOf(number));
    const entries = readAll(writer.folder).entries;
    expect(numbersOf(entries)).toEqual(numbers(500));
    expect(segmentsOf(writer.folder).length).toBeGreaterThan(5);
    expect(entries[0]?.stamp).toEqual(stamp);
  });

  it('gives back any text, but for halves of surrogate pairs', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { minLength: 1, maxLength: 20 }), (texts) => {
        const directory = tempDirectory();
        const writer = new SpoolWriter(writerSettings(directory));
        const lines = texts.map((text) => JSON.stringify({ text: text.toWellFormed() }));
        for (const line of lines) writer.append(`${line}\n`);
        writer.close();
        expect(readAll(writer.folder).entries.map(({ line }) => line)).toEqual(lines);
        rmSync(directory, { recursive: true });
      }),
      { numRuns: 30 },
    );
  });

  it('cuts a line to what Loki takes, and keeps it valid', () => {
    const writer = startWriter();
    writer.append(JSON.stringify({ level: 'info', msg: 'x'.repeat(400_000) }));
    const [entry] = readAll(writer.folder).entries;
    expect(Buffer.byteLength(entry?.line ?? '')).toBeLessThanOrEqual(262_144);
    expect(JSON.parse(entry?.line ?? '')).toMatchObject({ level: 'info', truncated_bytes: expect.any(Number) });
  });

  it('reads on where it was committed, also in the middle of a segment', () => {
    const writer = startWriter({ segmentBytes: 8_192 });
    for (let number = 0; number < 200; number++) writer.append(lineOf(number));
    const first = laneOf(writer.folder).lane;
    first.fill(1 << 20, true);
    for (let number = 0; number < 77; number++) {
      const entry = first.take();
      if (entry !== undefined) first.commit(entry.after);
    }
    first.close();
    const rest = readAll(writer.folder).entries;
    expect(numbersOf(rest)).toEqual(numbers(200).slice(77));
    expect(rest.every((entry) => entry.stamp['labels'] !== undefined)).toBe(true);
  });

  it('drops the oldest segments when it is full, and says how many lines from when to when', async () => {
    const losses: SpoolLoss[] = [];
    const writer = startWriter({ maxBytes: 65_536, segmentBytes: 8_192, onLoss: (loss) => losses.push(loss) });
    const start = Date.now();
    for (let number = 0; number < 3_000; number++) writer.append(lineOf(number));
    await until(() => losses.length > 0);
    const kept = numbersOf(readAll(writer.folder).entries);
    const bytes = segmentsOf(writer.folder).reduce((sum, path) => sum + readFileSync(path).length, 0);
    expect(bytes).toBeLessThanOrEqual(65_536);
    expect(losses).toHaveLength(1);
    expect(losses[0]).toMatchObject({ reason: 'dropped_spool_full', lines: 3_000 - kept.length });
    expect(losses[0]?.fromMs).toBeGreaterThanOrEqual(start);
    expect(losses[0]?.toMs).toBeLessThanOrEqual(Date.now());
    expect(kept.at(-1)).toBe(2_999);
  });

  it('keeps its files from other users', () => {
    const writer = startWriter();
    writer.append(lineOf(1));
    const modes = new Set(segmentsOf(writer.folder).map((path) => modeOf(path)));
    expect([...modes]).toEqual(['600']);
    expect(modeOf(writer.folder)).toBe('700');
  });
});

describe('a damaged segment', () => {
  it('costs one record, whichever byte is wrong, and says that it is lost', () => {
    const { folder, path, bytes } = closedSegment(4);
    // The second header begins with the same marker; one byte of it may stand in a checksum, too.
    const headers = 2 * bytes.indexOf(bytes.subarray(0, 4), 1);
    for (let at = 0; at < bytes.length; at++) {
      const broken = Buffer.from(bytes);
      broken[at] = (broken[at] ?? 0) ^ 0x5a;
      writeFileSync(path, broken);
      const { entries, damaged } = readAll(folder);
      // Of the header there are two, so that nothing is lost with one of them.
      const lost = at < headers ? 0 : 1;
      expect(entries, `byte ${at}`).toHaveLength(4 - lost);
      expect(damaged, `byte ${at}`).toBe(1);
      expect(entries[0]?.stamp).toEqual(stamp);
    }
  });

  it('gives all whole records, wherever it is cut off', () => {
    const { folder, path, bytes } = closedSegment(3);
    let before = 3;
    for (let length = bytes.length; length >= 0; length--) {
      writeFileSync(path, bytes.subarray(0, length));
      const { entries, damaged } = readAll(folder);
      expect(numbersOf(entries)).toEqual(numbers(entries.length));
      expect(entries.length).toBeLessThanOrEqual(before);
      expect(damaged).toBeLessThanOrEqual(1);
      before = entries.length;
    }
    expect(before).toBe(0);
  });

  it('is read on behind a hole of any length', () => {
    const { folder, path, bytes } = closedSegment(40);
    fc.assert(
      fc.property(fc.nat(bytes.length), fc.nat(2_000), fc.constantFrom(0, 0xff, 0x4c), (from, length, filling) => {
        const broken = Buffer.from(bytes).fill(filling, from, Math.min(from + length, bytes.length));
        writeFileSync(path, broken);
        const { entries } = readAll(folder);
        const gone = Math.ceil(length / 100) + 2;
        expect(entries.length).toBeGreaterThanOrEqual(40 - gone);
        const found = numbersOf(entries);
        expect(found).toEqual([...found].sort((a, b) => a - b));
      }),
      { numRuns: 200 },
    );
  });

  it('of a newer version is neither read nor removed', () => {
    const writer = startWriter();
    writer.append(lineOf(1));
    writer.close();
    const [path = ''] = segmentsOf(writer.folder);
    const newer = new SpoolWriter(writerSettings(tempDirectory()));
    expect(newer.folder).not.toBe(writer.folder);
    const { lane, foreign } = laneOf(folderWithVersion(path, 9));
    lane.fill(1 << 20, true);
    expect(lane.take()).toBeUndefined();
    expect(foreign()).toBe(1);
    expect(lane.isDone()).toBe(false);
  });
});

describe('a spool whose disk makes trouble', () => {
  it('keeps lines in memory while the directory is gone, and writes them when it is back', async () => {
    const states: (string | undefined)[] = [];
    const directory = join(tempDirectory(), 'spool');
    const writer = startWriter({ directory, onState: (code) => states.push(code) });
    for (let number = 0; number < 50; number++) writer.append(lineOf(number));
    renameSync(directory, `${directory}-away`);
    writeFileSync(directory, 'a file stands in the way');
    await until(() => {
      writer.append('{"n":"filler"}');
      return writer.trouble !== undefined;
    });
    for (let number = 50; number < 100; number++) writer.append(lineOf(number));
    expect(writer.linesInMemory).toBeGreaterThanOrEqual(50);
    rmSync(directory);
    await until(() => states.length === 2);
    const entries = readAll(writer.folder).entries.filter(({ line }) => !line.includes('filler'));
    expect(numbersOf(entries)).toEqual(numbers(100));
    expect(states).toEqual(['ENOTDIR', undefined]);
  });

  it('moves lines of a file that somebody removed under it', async () => {
    const writer = startWriter();
    for (let number = 0; number < 50; number++) writer.append(lineOf(number));
    rmSync(writer.folder, { recursive: true });
    for (let number = 50; number < 80; number++) writer.append(lineOf(number));
    await until(() => readAll(writer.folder).entries.length === 80);
    expect(numbersOf(readAll(writer.folder).entries)).toEqual(numbers(80));
  });

  it('gives up the oldest lines when memory has no room either, and counts them', async () => {
    const losses: SpoolLoss[] = [];
    const base = tempDirectory();
    writeFileSync(join(base, 'spool'), 'not a directory');
    const writer = startWriter({
      directory: join(base, 'spool'),
      memoryBytes: 40_000,
      onLoss: (loss) => losses.push(loss),
    });
    for (let number = 0; number < 1_000; number++) writer.append(lineOf(number));
    expect(await writer.sync()).toBe(false);
    const kept = writer.linesInMemory;
    await until(() => losses.length > 0);
    expect(losses).toEqual([expect.objectContaining({ reason: 'dropped_spool_failed', lines: 1_000 - kept })]);
    rmSync(join(base, 'spool'));
    mkdirSync(join(base, 'spool'));
    await until(() => writer.linesInMemory === 0);
    expect(numbersOf(readAll(writer.folder).entries)).toEqual(numbers(1_000).slice(-kept));
  });
});

describe('the times of entries', () => {
  it('are those of the lines, and never the same twice', () => {
    const next = createEntryTime(Date.now, () => 899_999);
    const line = '{"level":"info","time":"2026-11-20T12:40:01.629Z","msg":"x"}';
    const seen = new Set<string>();
    let largest = 0;
    for (let count = 0; count < 250_000; count++) {
      const { ms, ns } = next(line);
      seen.add(`${ms}.${ns}`);
      largest = Math.max(largest, ns);
    }
    expect(largest).toBeLessThan(1_000_000);
    expect(seen.size).toBe(250_000);
    expect(createEntryTime()(line).ms).toBe(Date.parse('2026-11-20T12:40:01.629Z'));
    expect(createEntryTime()('{"level":30,"time":1793450401629,"msg":"x"}').ms).toBe(1_793_450_401_629);
    expect(createEntryTime(() => 17)('no json').ms).toBe(17);
    expect(createEntryTime(() => 17)('{"level":"info","time":"2026-99-20T12:40:01.629Z"}').ms).toBe(17);
  });

  it('go on rising when the clock is set back a little', () => {
    let now = 1_000_000;
    const next = createEntryTime(() => now);
    const before = { ...next('x') };
    now -= 5_000;
    const after = { ...next('x') };
    expect(after.ms * 1e6 + after.ns).toBeGreaterThan(before.ms * 1e6 + before.ns);
    now += 6_000;
    expect(next('x').ms).toBe(1_001_000);
  });

  it('follow the clock when it is set back a lot, and still differ from those before', () => {
    let now = 10_000_000;
    const starts = [100, 200_000];
    const next = createEntryTime(
      () => now,
      () => starts.shift() ?? 0,
    );
    const seen = new Set<string>();
    const note = (): void => {
      const { ms, ns } = next('x');
      seen.add(`${ms}.${ns}`);
    };
    for (let count = 0; count < 10; count++) note();
    now -= 3_600_000;
    note();
    now += 3_600_000;
    for (let count = 0; count < 10; count++) note();
    expect(seen.size).toBe(21);
  });
});

function startWriter(changes: Partial<WriterSettings> = {}): SpoolWriter {
  const writer = new SpoolWriter(writerSettings(tempDirectory(), changes));
  onTestFinished(() => writer.close());
  return writer;
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function segmentsOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.seg'))
    .sort()
    .map((name) => join(folder, name));
}

function closedSegment(lines: number): { folder: string; path: string; bytes: Buffer } {
  const writer = startWriter();
  for (let number = 0; number < lines; number++) writer.append(lineOf(number));
  writer.close();
  const [path = ''] = segmentsOf(writer.folder);
  return { folder: writer.folder, path, bytes: readFileSync(path) };
}

function laneOf(folder: string): { lane: Lane; damaged: () => number; foreign: () => number } {
  let [damaged, foreign] = [0, 0];
  const lane = new Lane(folder, {
    onDamage: (records) => {
      damaged += records;
    },
    onForeign: () => {
      foreign++;
    },
  });
  return { lane, damaged: () => damaged, foreign: () => foreign };
}

function readAll(folder: string): {
  entries: { line: string; stamp: Readonly<Record<string, unknown>> }[];
  damaged: number;
} {
  const { lane, damaged } = laneOf(folder);
  const entries = [];
  for (;;) {
    lane.fill(1 << 16, true);
    const entry = lane.take();
    if (entry === undefined) break;
    entries.push(entry);
  }
  lane.close();
  return { entries, damaged: damaged() };
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

/** A folder with one segment that says it is of another version. */
function folderWithVersion(path: string, version: number): string {
  const folder = tempDirectory();
  const buffer = new RecordBuffer();
  const record = (kind: RecordKind, text: string): Buffer => {
    const length = buffer.put(text, { kind, index: 0, ms: 0, ns: 0 });
    return Buffer.from(buffer.bytes.subarray(0, length));
  };
  const header = record('header', JSON.stringify({ version, writer: 'x', stamp: {} }));
  writeFileSync(join(folder, basename(path)), Buffer.concat([header, record('line', 'x')]));
  return folder;
}
