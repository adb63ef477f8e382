import type { TerminalStream } from './io.ts';

/** One line on a terminal that says how far a long run has come. */
export interface Progress {
  update(bytes: number): void;
  clear(): void;
}

/** Below this a run ends before anybody could read the line. */
const WORTH_SHOWING_BYTES = 64 << 20;
const EVERY_MS = 100;
const CLEAR_LINE = '\r\u001b[2K';

/** Shows nothing unless the stream is a terminal and the input is large or of unknown size. */
export function createProgress(stream: TerminalStream, totalBytes: number | undefined): Progress {
  if (stream.isTTY !== true || (totalBytes ?? WORTH_SHOWING_BYTES) < WORTH_SHOWING_BYTES) {
    return { update() {}, clear() {} };
  }
  const startedAt = performance.now();
  let shownAt = startedAt;
  let isShown = false;
  return {
    update(bytes) {
      const now = performance.now();
      if (now - shownAt < EVERY_MS) return;
      shownAt = now;
      isShown = true;
      const share = totalBytes === undefined ? '' : `${Math.floor((100 * bytes) / totalBytes)} %  `;
      const megabytes = bytes / 1e6;
      const speed = megabytes / ((now - startedAt) / 1000);
      stream.write(`${CLEAR_LINE}${share}${megabytes.toFixed(0)} MB  ${speed.toFixed(0)} MB/s`);
    },
    clear() {
      if (isShown) stream.write(CLEAR_LINE);
      isShown = false;
    },
  };
}
