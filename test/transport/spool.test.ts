import { describe, expect, it } from 'vitest';
import { Lane } from '../../src/transport/spool/lane.ts';
import { SpoolWriter } from '../../src/transport/spool/spool-writer.ts';
import { tempDirectory } from '../support/temp-files.ts';
import { writerSettings } from './support.ts';

describe('a spool', () => {
  it('gives back what was appended, in order, with times that are all different', () => {
    const writer = new SpoolWriter(writerSettings(tempDirectory(), { segmentBytes: 2_000 }));
    for (let i = 0; i < 100; i++) writer.append(`{"level":"info","time":"2026-11-20T12:40:01.629Z","i":${i}}\n`);
    const entries = readAll(writer.folder, false);
    expect(entries.map(({ line }) => JSON.parse(line).i)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(new Set(entries.map(({ ms, ns }) => `${ms} ${ns}`)).size).toBe(100);
    expect(entries[0]?.ms).toBe(Date.parse('2026-11-20T12:40:01.629Z'));
    expect(entries[0]?.stamp).toEqual({ labels: { service_name: 'checkout' } });
    writer.close();
    const lane = laneOf(writer.folder);
    lane.fill(1 << 20, true);
    expect(lane.isDone()).toBe(false);
  });
});

function laneOf(folder: string): Lane {
  return new Lane(folder, { onDamage: () => undefined, onForeign: () => undefined });
}

function readAll(folder: string, isSealed: boolean): { line: string; ms: number; ns: number; stamp: object }[] {
  const lane = laneOf(folder);
  const entries = [];
  for (;;) {
    lane.fill(1 << 20, isSealed);
    const entry = lane.take();
    if (entry === undefined) return entries;
    entries.push(entry);
  }
}
