/** What the first bytes of a source say it is; names are not asked, because rotation changes them. */
export type Format = 'text' | 'utf-8-mark' | 'utf-16le' | 'utf-16be' | 'gzip' | 'zstd' | 'bzip2' | 'xz' | 'lz4' | 'zip';

/** How far a binary file is looked for: NUL in the first 8 KB, as git and grep do. */
export const HEAD_BYTES = 8192;

interface Magic {
  readonly format: Format;
  readonly bytes: readonly number[];
}

// RFC 1952, RFC 8878 (frames and skippable frames), the bzip2 header with its block magic (or that of an empty
// stream), the .xz format 1.2.1, the LZ4 frame format 1.6, APPNOTE 6.3.10, and the Unicode standard's marks.
const MAGICS: readonly Magic[] = [
  { format: 'gzip', bytes: [0x1f, 0x8b, 0x08] },
  { format: 'zstd', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  ...Array.from({ length: 16 }, (_, low): Magic => ({ format: 'zstd', bytes: [0x50 + low, 0x2a, 0x4d, 0x18] })),
  ...Array.from({ length: 9 }, (_, level): Magic[] => {
    const head = [0x42, 0x5a, 0x68, 0x31 + level];
    return [
      { format: 'bzip2', bytes: [...head, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59] },
      { format: 'bzip2', bytes: [...head, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90] },
    ];
  }).flat(),
  { format: 'xz', bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { format: 'lz4', bytes: [0x04, 0x22, 0x4d, 0x18] },
  { format: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { format: 'utf-8-mark', bytes: [0xef, 0xbb, 0xbf] },
  { format: 'utf-16le', bytes: [0xff, 0xfe] },
  { format: 'utf-16be', bytes: [0xfe, 0xff] },
];

/** The format of a source that begins with these bytes; what has no magic number is taken for text. */
export function formatOf(head: Uint8Array): Format {
  return MAGICS.find(({ bytes }) => startsWith(head, bytes))?.format ?? 'text';
}

/** True when more bytes are needed to tell: the head is the beginning of a magic number. */
export function isUndecided(head: Uint8Array): boolean {
  return MAGICS.some(({ bytes }) => head.length < bytes.length && startsWith(bytes, head));
}

function startsWith(bytes: ArrayLike<number>, start: ArrayLike<number>): boolean {
  if (bytes.length < start.length) return false;
  for (let at = 0; at < start.length; at++) if (bytes[at] !== start[at]) return false;
  return true;
}
