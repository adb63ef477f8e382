import type { TerminalStream } from './io.ts';

/** A bar on a terminal for work whose amount is known beforehand. */
export interface Bar {
  update(done: number, all: number): void;
  clear(): void;
}

const EVERY_MS = 100;
const WIDTH = 30;
const CLEAR_LINE = '\r\u001b[2K';

/** Shows nothing unless the stream is a terminal. */
export function createBar(stream: TerminalStream, title: string): Bar {
  if (stream.isTTY !== true) return { update() {}, clear() {} };
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    update(done, all) {
      const now = performance.now();
      if (now - shownAt < EVERY_MS) return;
      shownAt = now;
      const share = all === 0 ? 1 : done / all;
      const filled = Math.round(share * WIDTH);
      const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
      stream.write(`${CLEAR_LINE}${title} ${bar} ${Math.floor(share * 100)} %  ${done.toLocaleString('en-US')}`);
    },
    clear() {
      if (shownAt > 0) stream.write(CLEAR_LINE);
    },
  };
}
