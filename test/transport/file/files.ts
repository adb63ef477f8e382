import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** The time the destinations of these tests begin at: 2026-11-20T12:00:00Z. */
export const noon: number = Date.UTC(2026, 10, 20, 12);

/**
 * Every line in the files of a directory, compressed ones too, by file in the order of their names. A process that is
 * killed right behind a compression leaves both forms, which the next one puts right: they count as one.
 */
export function filesIn(directory: string): ReadonlyMap<string, readonly string[]> {
  const all = readdirSync(directory);
  const names = all.filter((name) => !name.endsWith('.tmp') && !all.includes(`${name}.gz`));
  return new Map(
    names.sort().map((name) => {
      const bytes = readFileSync(join(directory, name));
      const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
      return [name, text === '' ? [] : text.replace(/\n$/, '').split('\n')];
    }),
  );
}

export function linesIn(directory: string): string[] {
  return [...filesIn(directory).values()].flat();
}

/** A clock that tests move by hand. */
export interface HandClock {
  (): number;
  move(ms: number): void;
}

export function handClock(start: number = noon): HandClock {
  let now = start;
  const clock = (): number => now;
  return Object.assign(clock, {
    move(ms: number) {
      now += ms;
    },
  });
}
