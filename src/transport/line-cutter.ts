import { StringDecoder } from 'node:string_decoder';

/** Cuts what comes in pieces of any size into lines. */
export interface LineCutter {
  push(chunk: string | Buffer): void;
  /** Gives what is left as a last line. */
  end(): void;
}

// Four of the longest lines Loki takes. What is longer is no line, and must not fill the memory.
const maxPending = 1 << 20;

/** @param onLine gets each line without its newline; empty ones are left out */
export function createLineCutter(onLine: (line: string) => void): LineCutter {
  const decoder = new StringDecoder('utf8');
  let pending = '';
  function give(text: string): void {
    pending += text;
    const lines = pending.split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) if (line !== '') onLine(line);
    if (pending.length <= maxPending) return;
    onLine(pending);
    pending = '';
  }
  return {
    push: (chunk) => give(typeof chunk === 'string' ? chunk : decoder.write(chunk)),
    end() {
      give(decoder.end());
      if (pending !== '') onLine(pending);
      pending = '';
    },
  };
}
