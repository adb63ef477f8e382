import { kernelCode } from './kernel-code.ts';

/** Bytes looked at in one go; what is noted of so many always fits. */
export const WINDOW = 8192;
/** The loop reads a few bytes past the end of what it looks at. */
export const MARGIN = 16;

/** Where in the kernel's memory things stand; `scripts/write-kernel.mjs` gives it 107 pages of 64 KiB. */
const PAGE = 1 << 16;
// Each place and each eighth turn of digits may be noted, with eight bytes a note.
const NOTES = 0;
const SCRATCH = (WINDOW + WINDOW / 8 + MARGIN) * 8;
const ROOMS = 2 * PAGE;
const MAX_ROOMS = 4;
const TABLES = ROOMS + MAX_ROOMS * PAGE;
const HASH_BITS = 18;
/** An entry for each pair of bytes, and behind them a bit for each hash of a window. */
export const TABLE_WORDS: number = PAGE + 2 ** HASH_BITS / 32;
const TABLE_BYTES: number = TABLE_WORDS * 4;
const MAX_TABLES = 8;
const CHUNKS = TABLES + MAX_TABLES * TABLE_BYTES;
const MAX_CHUNKS = 2;
/** Bytes of a file read at a time. */
export const CHUNK_BYTES: number = 32 * PAGE;
const CHUNK_ROOM: number = CHUNK_BYTES + MARGIN;

/**
 * The finder's inner loop in WebAssembly. V8 checks the bounds of each look-up in JavaScript; here the memory's end is
 * guarded, and eight places are taken at a time: six times the speed of the plain loop in JavaScript
 * (`bench/finder.mjs`). One for the process: WebAssembly memories are dear in addresses.
 */
export interface Kernel {
  /** Pairs of an address and its bits. */
  readonly notes: Int32Array;
  /** Where a finder's table stands; put there if it is not yet, in the place of the one not used for longest. */
  addressOf(table: Int32Array): number;
  /** Where the bytes `[from, to)` stand: as they are if they are in the kernel's memory, or copied. */
  load(bytes: Uint8Array, from: number, to: number): number;
  /** Looks at `[at, end)`; returns how many places it noted. */
  find(at: number, end: number, table: number): number;
  /** How many line ends stand in `[at, end)`. */
  countLines(at: number, end: number): number;
  /** 64 KiB of the kernel's memory, where a text needs no copy; `undefined` when all is given away. */
  room(): Uint8Array<ArrayBuffer> | undefined;
  /** The two places of {@link CHUNK_BYTES} where chunks of a file need no copy. */
  chunkRooms(): Uint8Array<ArrayBuffer>[];
}

let kernel: Kernel | null = null;
let isTried = false;

/** The bit of a window, as the loop computes it: four bytes, or three and a zero, lower-cased by their sixth bit. */
export function addWindowBit(table: Int32Array, window: number): void {
  // Fibonacci hashing (Knuth, TAOCP 3, section 6.4): the top bits are well mixed.
  const hash = Math.imul(window, 0x9e3779b1) >>> (32 - HASH_BITS);
  const word = PAGE + (hash >> 5);
  table[word] = (table[word] ?? 0) | (1 << (hash & 31));
}

/** `null` where WebAssembly is switched off (`node --jitless`) or its memory refused. */
export function sharedKernel(): Kernel | null {
  if (isTried) return kernel;
  isTried = true;
  try {
    kernel = createKernel();
  } catch {
    // The finder has the same loop in JavaScript.
  }
  return kernel;
}

// Missing in the types of Node 20 without those of a browser; a cast that holds on every Node that has it switched on.
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    readonly Module: new (code: Uint8Array) => object;
    readonly Instance: new (module: object) => { readonly exports: unknown };
  };
};

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly find: (at: number, end: number, table: number, out: number) => number;
  readonly countLines: (at: number, end: number) => number;
}

function createKernel(): Kernel {
  const module = new WebAssembly.Module(Buffer.from(kernelCode, 'base64'));
  // A cast that holds: these are what the script's text exports.
  const { memory, find, countLines } = new WebAssembly.Instance(module).exports as Exports;
  const { buffer } = memory;
  const scratch = new Uint8Array(buffer, SCRATCH, WINDOW + 2 * MARGIN);
  let rooms = 0;
  return {
    notes: new Int32Array(buffer, NOTES, SCRATCH / 4),
    addressOf: tablePlaces(buffer),
    load(bytes, from, to) {
      if (bytes.buffer === buffer) return bytes.byteOffset + from;
      const end = Math.min(to + MARGIN, bytes.length);
      scratch.set(bytes.subarray(from, end));
      scratch.fill(0, end - from, to - from + MARGIN);
      return SCRATCH;
    },
    find: (at, end, table) => (find(at, end, table, NOTES) - NOTES) >> 3,
    countLines,
    chunkRooms: () =>
      Array.from(
        { length: MAX_CHUNKS },
        (_, index) => new Uint8Array(buffer, CHUNKS + index * CHUNK_ROOM, CHUNK_BYTES),
      ),
    room: () => (rooms < MAX_ROOMS ? new Uint8Array(buffer, ROOMS + rooms++ * PAGE, PAGE) : undefined),
  };
}

function tablePlaces(buffer: ArrayBuffer): Kernel['addressOf'] {
  const tables: Int32Array[] = [];
  const uses: number[] = [];
  let clock = 0;
  let last: Int32Array | undefined;
  let lastAddress = 0;
  return (table) => {
    if (table === last) return lastAddress;
    let place = tables.indexOf(table);
    if (place < 0) {
      place = tables.length < MAX_TABLES ? tables.length : uses.indexOf(Math.min(...uses));
      tables[place] = table;
      new Int32Array(buffer, TABLES + place * TABLE_BYTES, table.length).set(table);
    }
    uses[place] = ++clock;
    last = table;
    lastAddress = TABLES + place * TABLE_BYTES;
    return lastAddress;
  };
}
