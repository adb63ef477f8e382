import { type FileHandle, open } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import type { LintProblem } from './finding.ts';

/** A file by its path, or any stream of bytes with the name to report it under. */
export type LintSource = string | { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> };

/** What is wrong with a source that can be opened; becomes a {@link LintProblem}. */
class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly problem: Omit<LintProblem, 'file'>['code'];

  constructor(problem: LintProblem['code'], message: string) {
    super(message);
    this.problem = problem;
  }
}

/** How far a binary file is looked for: NUL in the first 8 KB, as git and grep do. */
const BINARY_CHECK_BYTES = 8192;

/**
 * The bytes of a source as UTF-8: files are read in chunks of `chunkBytes` into one buffer, byte order marks are
 * dropped and UTF-16 (by its mark) is converted. Throws {@link SourceError}.
 */
export async function* readSource(source: LintSource, chunkBytes: number): AsyncGenerator<Uint8Array> {
  const chunks = typeof source === 'string' ? readFile(source, chunkBytes) : source.bytes;
  let seen = 0;
  let decoder: TextDecoder | undefined;
  for await (const chunk of withWholeMark(chunks)) {
    if (seen === 0) decoder = utf16Decoder(chunk);
    if (decoder !== undefined) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    else {
      if (seen < BINARY_CHECK_BYTES) refuseBinary(chunk.subarray(0, BINARY_CHECK_BYTES - seen));
      yield seen === 0 && startsWith(chunk, UTF8_MARK) ? chunk.subarray(UTF8_MARK.length) : chunk;
    }
    seen += chunk.length;
  }
}

/** The bytes a reader drops from the front of UTF-8 files that carry a byte order mark. */
const UTF8_MARK = [0xef, 0xbb, 0xbf];

/** What to tell about an error met while reading, without its text: that may quote anything. */
export function describeReadError(error: unknown): Omit<LintProblem, 'file'> {
  if (error instanceof SourceError) return { code: error.problem, message: error.message };
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  return READ_ERRORS.get(code) ?? { code: 'failed', message: `could not be read (${code}); the rest was scanned` };
}

const READ_ERRORS: ReadonlyMap<string, Omit<LintProblem, 'file'>> = new Map([
  ['ENOENT', { code: 'missing', message: 'no such file; check the path, it may have been rotated away' }],
  ['ENOTDIR', { code: 'missing', message: 'no such file; a part of the path is not a directory' }],
  ['ESTALE', { code: 'missing', message: 'the file went away while it was read; scan it where it is now' }],
  ['EISDIR', directory()],
  ['EACCES', unreadable()],
  ['EPERM', unreadable()],
]);

function directory(): Omit<LintProblem, 'file'> {
  return { code: 'directory', message: 'is a directory; name the files in it, for example DIR/*.log' };
}

function unreadable(): Omit<LintProblem, 'file'> {
  return { code: 'unreadable', message: 'permission denied; run as a user who may read it' };
}

async function* readFile(path: string, chunkBytes: number): AsyncGenerator<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    await refuseDirectory(handle);
    const buffer = Buffer.allocUnsafeSlow(chunkBytes);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function refuseDirectory(handle: FileHandle): Promise<void> {
  if ((await handle.stat()).isDirectory()) throw new SourceError('directory', directory().message);
}

/** Joins the first chunks until a byte order mark would be whole. */
async function* withWholeMark(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head = head.length === 0 && chunk.length >= UTF8_MARK.length ? chunk : Buffer.concat([head, chunk]);
    if (head.length < UTF8_MARK.length) continue;
    yield head;
    head = undefined;
  }
  if (head !== undefined && head.length > 0) yield head;
}

function utf16Decoder(chunk: Uint8Array): TextDecoder | undefined {
  if (startsWith(chunk, [0xff, 0xfe])) return new TextDecoder('utf-16le');
  return startsWith(chunk, [0xfe, 0xff]) ? new TextDecoder('utf-16be') : undefined;
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte);
}

function refuseBinary(head: Uint8Array): void {
  if (!head.includes(0)) return;
  throw new SourceError('binary', 'is not text (NUL bytes); unpack it first, for example zcat FILE | logveil lint -');
}
