/** A line that waits for the disk. */
export interface WaitingLine {
  readonly line: string;
  readonly ms: number;
  readonly ns: number;
}

/** Lines kept in memory while the disk refuses them, the oldest given up when they are too many. */
export class MemoryQueue {
  private lines: WaitingLine[] = [];
  private head = 0;
  private characters = 0;
  private readonly maxCharacters: number;

  /** @param maxBytes a line takes one or two bytes for each character in memory; two are reckoned */
  constructor(maxBytes: number) {
    this.maxCharacters = maxBytes / 2;
  }

  get length(): number {
    return this.lines.length - this.head;
  }

  /** Bytes at most. */
  get bytes(): number {
    return this.characters * 2;
  }

  /** Adds a line and gives the lines that had to go for it. */
  push(waiting: WaitingLine): WaitingLine[] {
    this.lines.push(waiting);
    this.characters += sizeOf(waiting);
    const gone: WaitingLine[] = [];
    while (this.characters > this.maxCharacters) {
      const oldest = this.shift();
      if (oldest === undefined) break;
      gone.push(oldest);
    }
    return gone;
  }

  peek(): WaitingLine | undefined {
    return this.lines[this.head];
  }

  shift(): WaitingLine | undefined {
    const oldest = this.lines[this.head];
    if (oldest === undefined) return undefined;
    this.head++;
    this.characters -= sizeOf(oldest);
    // Moving the rest to the front now and then keeps each step cheap and the array short.
    if (this.head >= 1024 && this.head * 2 >= this.lines.length) {
      this.lines = this.lines.slice(this.head);
      this.head = 0;
    }
    return oldest;
  }
}

// The object, its numbers and its place in the array, about.
const overhead = 64;

function sizeOf({ line }: WaitingLine): number {
  return line.length + overhead;
}
