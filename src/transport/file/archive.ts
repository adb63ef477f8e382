import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './append-file.ts';
import { compressFile } from './compress-file.ts';
import type { FileSettings } from './options.ts';
import { type RotatedName, rotatedNames } from './rotated-names.ts';

/** What happens to files once they are put aside, one after the other in the background. */
export interface Archive {
  /** Looks at all files put aside, those that an earlier process left included. */
  tidy(): void;
  /** Resolves when nothing is left to do. */
  done(): Promise<void>;
  readonly stats: { compressed: number; deleted: number };
}

// Twice the time after which every process that shares the file has noticed that it was put aside. A file is left alone
// for so long after it was moved or written to: what another process added to one that is gone would be lost.
const settleMs = 2000;
// How often close() waits for that: something that touches a file all the time must not hold up the end.
const maxWaits = 2;
// A compression that has not grown for so long has lost its process.
const abandonedMs = 600_000;

export function createArchive(settings: FileSettings): Archive {
  const stats = { compressed: 0, deleted: 0 };
  const report = oncePerCause(settings.onInternalError);
  let running: Promise<void> | undefined;
  let isWanted = false;
  let hurry = new AbortController();

  async function run(): Promise<void> {
    for (let waits = 0; isWanted; ) {
      const isHurried = hurry.signal.aborted;
      // A process that ends meanwhile leaves the work to the next one.
      await sleep(settleMs, undefined, { ref: false, signal: hurry.signal }).catch(() => {});
      isWanted = false;
      const restMs = await tidyOnce({ ...settings, onInternalError: report }, stats).catch(failed);
      if (restMs === 0 || (isHurried && ++waits > maxWaits)) continue;
      isWanted = true;
      if (isHurried) await sleep(restMs);
    }
    running = undefined;
  }

  function failed(error: unknown): 0 {
    // Who removes the directory has nothing left to tidy.
    if (codeOf(error) !== 'ENOENT') report(error);
    return 0;
  }

  return {
    stats,
    tidy() {
      isWanted = true;
      running ??= run();
    },
    async done() {
      hurry.abort();
      await running;
      hurry = new AbortController();
    },
  };
}

/** What fails once fails with every rotation. */
function oncePerCause(tell: FileSettings['onInternalError']): FileSettings['onInternalError'] {
  let last: string | undefined;
  return (error) => {
    if (String(error) === last) return;
    last = String(error);
    tell(error);
  };
}

/** Gives the milliseconds until what had to be left alone can be compressed. */
async function tidyOnce(settings: FileSettings, stats: Archive['stats']): Promise<number> {
  const directory = dirname(settings.path);
  const now = settings.clock();
  let restMs = 0;
  for (const { name, form } of await namesIn(settings)) {
    const path = join(directory, name);
    if (form === 'unfinished') await removeAbandoned(path);
    if (form !== 'plain' || !settings.compress) continue;
    const unsettledMs = await timeToSettle(path);
    if (unsettledMs === 0) await compress(path, settings, stats);
    restMs = Math.max(restMs, unsettledMs);
  }
  for (const name of await tooMany(settings, now)) {
    await rm(join(directory, name), { force: true });
    stats.deleted++;
  }
  return restMs;
}

/** Moving a file sets its change time, as writing does (POSIX leaves the first to the file system; those of Linux do). */
async function timeToSettle(path: string): Promise<number> {
  const { ctimeMs } = await stat(path).catch(() => ({ ctimeMs: 0 }));
  const ageMs = Math.abs(Date.now() - ctimeMs);
  return Math.max(0, Math.ceil(settleMs - ageMs));
}

async function namesIn({ path }: FileSettings): Promise<RotatedName[]> {
  const read = rotatedNames(path);
  const names = await readdir(dirname(path));
  return names.sort().flatMap((name) => read(name) ?? []);
}

async function compress(path: string, settings: FileSettings, stats: Archive['stats']): Promise<void> {
  try {
    await compressFile(path);
    stats.compressed++;
  } catch (error) {
    // Another process was faster.
    if (codeOf(error) === 'ENOENT') return;
    settings.onInternalError(error);
  }
}

async function removeAbandoned(path: string): Promise<void> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
  if (Date.now() - mtimeMs > abandonedMs) await rm(path, { force: true });
}

/** Names beyond the bounds, newest first: what is in two forms counts as one file. */
async function tooMany(settings: FileSettings, now: number): Promise<string[]> {
  const directory = dirname(settings.path);
  const names = (await namesIn(settings)).filter(({ form }) => form !== 'unfinished').reverse();
  const excess: string[] = [];
  const kept = new Set<string>();
  let bytes = 0;
  for (const { name, base, time } of names) {
    const { size } = await stat(join(directory, name)).catch(() => ({ size: 0 }));
    bytes += size;
    kept.add(base);
    const isOver = kept.size > settings.keepFiles || bytes > settings.keepBytes || now - time > settings.keepMs;
    if (isOver) excess.push(name);
  }
  return excess;
}
