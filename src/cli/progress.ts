import type { TerminalStream } from './io.ts';

/** One line on a terminal that says how far a long run has come. */
export interface Progress {
  /** `totalBytes` may become known, or change, while the run goes on. */
  update(bytes: number, totalBytes?: number): void;
  clear(): void;
}

/** Below this a run ends before anybody could read the line. */
const WORTH_SHOWING_BYTES = 64 << 20;
/** A run of unknown length is shown when it has taken so long. */
const WORTH_SHOWING_MS = 1000;
const EVERY_MS = 100;
const CLEAR_LINE = '\r\u001b[2K';
const BAR_CELLS = 20;

/** Shows nothing unless the stream is a terminal and the input is large or of unknown size. */
export function createProgress(stream: TerminalStream, expectedBytes?: number): Progress {
  if (stream.isTTY !== true) return { update() {}, clear() {} };
  const startedAt = performance.now();
  let shownAt = startedAt;
  let isShown = false;
  return {
    update(bytes, totalBytes = expectedBytes) {
      const now = performance.now();
      if (now - shownAt < EVERY_MS) return;
      if (totalBytes === undefined ? now - startedAt < WORTH_SHOWING_MS : totalBytes < WORTH_SHOWING_BYTES) return;
      shownAt = now;
      isShown = true;
      // A terminal that does not know its width says 0.
      const width = (stream.columns || 80) - 1;
      stream.write(CLEAR_LINE + lineOf({ bytes, totalBytes, seconds: (now - startedAt) / 1000 }).slice(0, width));
    },
    clear() {
      if (isShown) stream.write(CLEAR_LINE);
      isShown = false;
    },
  };
}

interface State {
  readonly bytes: number;
  readonly totalBytes: number | undefined;
  readonly seconds: number;
}

function lineOf({ bytes, totalBytes, seconds }: State): string {
  const speed = bytes / seconds;
  const rate = `${megabytes(speed)}/s`;
  if (totalBytes === undefined) return `${megabytes(bytes)}  ${rate}`;
  const share = Math.min(1, bytes / totalBytes);
  const bar = '█'.repeat(Math.floor(share * BAR_CELLS)).padEnd(BAR_CELLS, '░');
  const left = speed > 0 ? `${duration(Math.max(0, totalBytes - bytes) / speed)} left` : '';
  return `${bar} ${Math.floor(100 * share)} %  ${megabytes(bytes)} of ${megabytes(totalBytes)}  ${rate}  ${left}`;
}

function megabytes(bytes: number): string {
  return bytes < 1e10 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
