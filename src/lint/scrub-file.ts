import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { copyFile, type FileHandle, link, lstat, open, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RedactOptions } from '../redact/options.ts';
import { type FileIdentity, identityOf, openFile, readChunks } from './read-file.ts';
import { type ScrubSummary, scrub } from './scrub.ts';
import { SourceError } from './source-error.ts';

/** Options of `scrubFile()`. */
export interface ScrubFileOptions {
  /** The same option as the logger's. */
  readonly redact?: RedactOptions;
  /** Where the clean copy goes. @defaultValue the file itself, which is replaced in one step */
  readonly output?: string;
  /** Without `output`: do not keep the original as `FILE.orig`. */
  readonly discardOriginal?: boolean;
  /** Give the clean file the original's times. */
  readonly keepTimes?: boolean;
  /** Stops; nothing is replaced then. */
  readonly signal?: AbortSignal;
  /** Told after each chunk how many bytes of the file were read. */
  readonly onProgress?: (bytesRead: number) => void;
}

const CHUNK_BYTES = 256 << 10;
/** Nobody else may read the copy before it has the rights of the original. */
const PRIVATE = 0o600;

/**
 * Cleans a file. The clean copy is written next to where it goes and takes the place in one step, with the rights of
 * the original; what is packed with gzip stays packed. A file with nothing to hide is left as it is.
 *
 * @throws OptionsError for bad options, and an error that says what to do when the file cannot be read or replaced;
 * the file is as it was then
 *
 * @example
 * ```ts
 * import { scrubFile } from 'logveil/lint';
 * const { changedLines } = await scrubFile('app.log', { output: 'app.clean.log' });
 * console.log(changedLines);
 * ```
 */
export async function scrubFile(path: string, options: ScrubFileOptions = {}): Promise<ScrubSummary> {
  const source = await realpath(path);
  const stats = await stat(source);
  const identity = identityOf(source, stats);
  if (!stats.isFile())
    throw new SourceError('special', 'is no regular file; clean it as a stream: logveil scrub < FILE');
  const job = { source, identity, stats, target: options.output ?? source, options };
  const original = options.output === undefined && !options.discardOriginal ? `${source}.orig` : undefined;
  if (original !== undefined) await refuseExisting(original);
  return cleanInto(job, original);
}

interface Job {
  readonly source: string;
  readonly identity: FileIdentity;
  readonly stats: Stats;
  readonly target: string;
  readonly options: ScrubFileOptions;
}

async function cleanInto(job: Job, original: string | undefined): Promise<ScrubSummary> {
  const { source, target, options } = job;
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  const copy = await createPrivate(temporary);
  try {
    const summary = await writeClean(copy, job).finally(() => copy.close());
    if (options.output === undefined) {
      if (summary.changedLines + summary.withheldLines === 0) {
        await unlink(temporary);
        return summary;
      }
      await refuseChanged(job);
      if (original !== undefined) await keepOriginal(source, original);
    }
    await rename(temporary, target);
    return summary;
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

async function createPrivate(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, PRIVATE);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new SourceError(
      'failed',
      `no clean copy can be written to the directory it goes to (${code}); it was left as it is`,
    );
  }
}

async function writeClean(copy: FileHandle, { source, identity, stats, options }: Job): Promise<ScrubSummary> {
  const { handle } = await openFile(source, identity);
  const { redact = {}, signal } = options;
  try {
    const run = scrub(countedChunks(handle, identity, options), { redact });
    for await (const bytes of run) {
      signal?.throwIfAborted();
      await copy.appendFile(bytes);
    }
    signal?.throwIfAborted();
    await copyRights(copy, stats, options);
    // On the disk before it takes the original's place: a crash leaves one or the other, never half of it.
    await copy.sync();
    return run.summary();
  } finally {
    await handle.close();
  }
}

async function* countedChunks(
  handle: FileHandle,
  { size }: FileIdentity,
  { onProgress }: ScrubFileOptions,
): AsyncGenerator<Uint8Array> {
  let bytesRead = 0;
  for await (const chunk of readChunks(handle, { from: 0, to: size, chunkBytes: CHUNK_BYTES })) {
    if (bytesRead === 0 && isBinary(chunk))
      throw new SourceError('binary', 'is not text (NUL bytes); it was left as it is');
    bytesRead += chunk.length;
    yield chunk;
    onProgress?.(bytesRead);
  }
}

const HEAD_BYTES = 8192;

function isBinary(chunk: Buffer): boolean {
  const mark = chunk.length < 2 ? 0 : chunk.readUInt16BE(0);
  // UTF-16 by its mark, gzip by its magic number; other packed formats are refused where they are told apart.
  return mark !== 0xfffe && mark !== 0xfeff && mark !== 0x1f8b && chunk.subarray(0, HEAD_BYTES).includes(0);
}

async function copyRights(copy: FileHandle, stats: Stats, { keepTimes }: ScrubFileOptions): Promise<void> {
  // Only root may give files away; for others the owner is the same or cannot be kept.
  if (process.getuid?.() === 0) await copy.chown(stats.uid, stats.gid);
  await copy.chmod(stats.mode & 0o7777);
  if (keepTimes) await copy.utimes(stats.atime, stats.mtime);
}

/** Lines that were written meanwhile are not in the copy, so replacing the file would lose them. */
async function refuseChanged({ source, stats }: Job): Promise<void> {
  const now = await stat(source);
  if (now.ino === stats.ino && now.size === stats.size && now.mtimeMs === stats.mtimeMs) return;
  throw new SourceError('changed', 'was written to while it was cleaned; rotate it first, it was left as it is');
}

async function refuseExisting(path: string): Promise<void> {
  const exists = await lstat(path).then(
    () => true,
    () => false,
  );
  if (exists)
    throw new SourceError(
      'failed',
      'has an original of an earlier run beside it; move FILE.orig away or use --no-keep',
    );
}

async function keepOriginal(source: string, original: string): Promise<void> {
  // A second name takes no room. File systems without links get a copy.
  await link(source, original).catch(() => copyFile(source, original, constants.COPYFILE_EXCL));
}
