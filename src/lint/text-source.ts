import { TextDecoder } from 'node:util';
import { type Format, formatOf, HEAD_BYTES, isUndecided } from './formats.ts';
import { SourceError } from './source-error.ts';
import type { PackedFormat } from './unpack.ts';

/** The text of a source as UTF-8 (or in another superset of ASCII, as it stands). */
export interface TextSource {
  /** Bytes before the text: those of a byte order mark. */
  readonly offset: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

const UTF8_MARK_BYTES = 3;

/**
 * Finds out what a stream holds by its first bytes. Compressed streams are unpacked, UTF-16 is converted, byte order
 * marks are dropped. Reading throws {@link SourceError} when there is no text in it.
 */
export async function openText(bytes: AsyncIterable<Uint8Array>, isUnpacked = false): Promise<TextSource> {
  const { format, chunks } = await sniff(bytes);
  if (isPacked(format)) {
    if (isUnpacked) throw new SourceError('binary', 'is compressed twice; unpack it first');
    // Loaded when it is needed: most logs are read as they are, and a filter starts on every deploy.
    const { unpack } = await import('./unpack.ts');
    return openText(unpack(format, chunks), true);
  }
  switch (format) {
    case 'utf-16le':
    case 'utf-16be':
      return { offset: 0, chunks: decoded(chunks, new TextDecoder(format)) };
    case 'utf-8-mark':
      return { offset: UTF8_MARK_BYTES, chunks: refuseBinary(withoutFirst(chunks, UTF8_MARK_BYTES)) };
    case 'xz':
    case 'lz4':
      throw new SourceError('binary', `is ${format}; unpack it first: ${format} -dc FILE | logveil lint -`);
    case 'zip':
      throw new SourceError('binary', 'is a zip archive; unpack it first: unzip -p FILE | logveil lint -');
    default:
      return { offset: 0, chunks: refuseBinary(chunks) };
  }
}

/** True for what {@link unpack} understands. */
export function isPacked(format: Format): format is PackedFormat {
  return format === 'gzip' || format === 'zstd' || format === 'bzip2';
}

/** The format, decided with no more chunks than it takes, and all of the chunks. */
export async function sniff(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly format: Format; readonly chunks: AsyncIterable<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  while (isUndecided(head)) {
    const next = await iterator.next();
    if (next.done) return { format: formatOf(head), chunks: once(head) };
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return { format: formatOf(head), chunks: rejoined(head, iterator) };
}

async function* once(head: Uint8Array): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
}

async function* rejoined(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function* decoded(chunks: AsyncIterable<Uint8Array>, decoder: TextDecoder): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

/** The stream without its first bytes. */
export async function* withoutFirst(chunks: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const chunk of chunks) {
    if (chunk.length > left) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

const TAR_MAGIC_AT = 257;

async function* refuseBinary(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of chunks) {
    if (seen < HEAD_BYTES && chunk.subarray(0, HEAD_BYTES - seen).includes(0))
      throw binaryError(seen === 0 ? chunk : undefined);
    seen += chunk.length;
    yield chunk;
  }
}

function binaryError(head: Uint8Array | undefined): SourceError {
  const magic = head === undefined ? '' : Buffer.from(head.subarray(TAR_MAGIC_AT, TAR_MAGIC_AT + 5)).toString('latin1');
  return magic === 'ustar'
    ? new SourceError('binary', 'is a tar archive; unpack it first: tar -xOf FILE | logveil lint -')
    : new SourceError('binary', 'is not text (NUL bytes); unpack it first, for example zcat FILE | logveil lint -');
}
