import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { SourceError } from './source-error.ts';

/** Formats that are unpacked while they are read. */
export type PackedFormat = 'gzip' | 'zstd' | 'bzip2';

type Unpack = (chunks: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>;

/**
 * Unpacks a stream, several members or frames one after the other included. What could be unpacked is given before the
 * {@link SourceError} is thrown that says what is wrong with the rest.
 */
export async function* unpack(format: PackedFormat, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* UNPACK[format](chunks);
  } catch (error) {
    throw isOurs(error) ? error : packedError(format, error);
  }
}

const UNPACK: Readonly<Record<PackedFormat, Unpack>> = {
  gzip: (chunks) => unzip(chunks, zlib.createGunzip({ chunkSize: OUTPUT_BYTES })),
  zstd: unpackZstd,
  bzip2: unpackBzip2,
};

/** Large enough to keep the thread pool's part in the time small, small enough to lose little where data is corrupt. */
const OUTPUT_BYTES = 64 << 10;
const INPUT_BYTES = 64 << 10;
// A block of 4 bytes may stand for 128 KiB (RFC 8878 section 3.1.1.2.2), and all that one push gives is in memory.
const ZSTD_INPUT_BYTES = 2 << 10;

/**
 * In script: the decoder of Node 22.15 and later stops after the first of several frames (nodejs/node#64741, 2026-07),
 * and `pzstd` writes nothing else.
 */
async function* unpackZstd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import('fzstd');
  let ready: Uint8Array[] = [];
  const decoder = new Decompress((data) => {
    ready.push(data);
  });
  const take = (): Uint8Array[] => {
    const taken = ready;
    ready = [];
    return taken;
  };
  let isFirst = true;
  for await (const chunk of inParts(chunks, ZSTD_INPUT_BYTES)) {
    if (isFirst && windowOf(chunk) > MAX_WINDOW) throw new SourceError('binary', LONG_WINDOW);
    isFirst = false;
    try {
      // A copy: the decoder keeps what it cannot use yet, and the reader fills its buffer again.
      decoder.push(Uint8Array.from(chunk));
    } finally {
      yield* take();
    }
  }
  decoder.push(new Uint8Array(0), true);
  yield* take();
}

// What levels up to 19 use, and what every decoder must take (RFC 8878 section 3.1.1.1.2). The decoder copies the window
// for each block, so one of 128 MiB makes it a hundred times slower, and takes more memory than a run may.
const MAX_WINDOW = 8 << 20;
const LONG_WINDOW =
  'is packed with a window of more than 8 MiB; unpack it first: zstd -dc --long=31 FILE | logveil lint -';
const ZSTD_MAGIC = 0xfd2fb528;

/** The window of the frame that begins here (RFC 8878 section 3.1.1.1), 0 when it cannot be told. */
function windowOf(frame: Uint8Array): number {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.byteLength < 18 || view.getUint32(0, true) !== ZSTD_MAGIC) return 0;
  const descriptor = view.getUint8(4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  if (!isSingleSegment) {
    const window = view.getUint8(5);
    return 2 ** (10 + (window >> 3)) * (1 + (window & 7) / 8);
  }
  // The window is the content: its size follows the id of the dictionary, if there is one.
  const at = 5 + ((1 << (descriptor & 3)) >> 1);
  switch (descriptor >> 6) {
    case 0:
      return view.getUint8(at);
    case 1:
      return view.getUint16(at, true) + 256;
    case 2:
      return view.getUint32(at, true);
    default:
      return Number(view.getBigUint64(at, true));
  }
}

async function* unpackBzip2(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { default: createBzip2 } = await import('unbzip2-stream');
  const decoder = createBzip2();
  let ready: Uint8Array[] = [];
  let failure: unknown;
  decoder.on('data', (data: Uint8Array) => ready.push(data));
  decoder.on('error', (error: unknown) => {
    failure ??= error;
  });
  const take = function* (): Generator<Uint8Array> {
    const taken = ready;
    ready = [];
    yield* taken;
    if (failure !== undefined) throw failure;
  };
  for await (const chunk of inParts(chunks, INPUT_BYTES)) {
    decoder.write(Buffer.from(chunk));
    yield* take();
  }
  decoder.end();
  yield* take();
}

async function* unzip(chunks: AsyncIterable<Uint8Array>, stream: ZlibStream): AsyncGenerator<Uint8Array> {
  let given = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      given += chunk.length;
      yield chunk;
    }
  };
  yield* throughZlib(counted(), stream);
  if (stream.bytesWritten < given) throw new SourceError('corrupt', TRAILING);
}

type ZlibStream = Transform & zlib.Zlib;

/** Packs a stream with gzip. */
export function packGzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return throughZlib(chunks, zlib.createGzip({ chunkSize: OUTPUT_BYTES }));
}

/**
 * A stream of zlib by hand: with a pipe, what is unpacked but not yet taken is lost as soon as the stream fails.
 */
async function* throughZlib(chunks: AsyncIterable<Uint8Array>, stream: ZlibStream): AsyncGenerator<Uint8Array> {
  const state = { failure: undefined as unknown, isEnded: false, wake: () => {} };
  stream.on('error', (error) => {
    state.failure ??= error;
    state.wake();
  });
  stream.on('end', () => {
    state.isEnded = true;
    state.wake();
  });
  stream.on('readable', () => state.wake());
  try {
    for await (const chunk of inParts(chunks, INPUT_BYTES)) {
      if (state.isEnded) continue;
      let isTaken = false;
      stream.write(chunk, () => {
        isTaken = true;
        state.wake();
      });
      yield* drain(stream, state, () => isTaken);
    }
    stream.end();
    yield* drain(stream, state, () => state.isEnded);
  } finally {
    stream.destroy();
  }
}

const TRAILING = 'has bytes behind the end of its compressed data, which were not looked at; unpack it by hand';

async function* drain(
  stream: Transform,
  state: { failure: unknown; isEnded: boolean; wake: () => void },
  isDone: () => boolean,
): AsyncGenerator<Uint8Array> {
  for (;;) {
    const data: unknown = stream.read();
    if (data instanceof Uint8Array) yield data;
    else if (state.failure !== undefined) throw state.failure;
    else if (isDone() || state.isEnded) return;
    else {
      await new Promise<void>((resolve) => {
        state.wake = resolve;
      });
    }
  }
}

async function* inParts(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += size) yield chunk.subarray(at, at + size);
  }
}

/** An error of the decoder, not of the file under it. */
function packedError(format: PackedFormat, error: unknown): SourceError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const message = error instanceof Error ? error.message : '';
  const isCut =
    code === 'Z_BUF_ERROR' || code === ZSTD_UNEXPECTED_END || /unexpected end|ended prematurely/i.test(message);
  return isCut
    ? new SourceError(
        'truncated',
        `the ${format} data ends too early; only what came before was read, get a whole copy`,
      )
    : new SourceError('corrupt', `the ${format} data is corrupt; only what came before was read, get a good copy`);
}

/** `ZstdErrorCode.UnexpectedEOF` of fzstd 0.1. */
const ZSTD_UNEXPECTED_END = 5;

/** Trouble with the file itself has a system call; it is told as what it is. */
function isOurs(error: unknown): boolean {
  return error instanceof SourceError || (error instanceof Error && 'syscall' in error);
}
