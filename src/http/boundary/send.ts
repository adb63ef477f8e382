import type { ServerResponse } from 'node:http';
import type { ProblemResponse } from './problem.ts';

// Headers of an answer that is not sent any more: they would describe the problem document wrongly, or name a resource.
const stale: readonly string[] = [
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-range',
  'content-length',
  'etag',
  'expires',
  'last-modified',
  'location',
  'trailer',
  'transfer-encoding',
];

/** Whether an answer can still be given. */
export function isOpen(res: ServerResponse): boolean {
  return !res.headersSent && !res.writableEnded && !res.destroyed;
}

/** Sends a problem document. When that fails, the connection is cut: a client that waits for ever is worse off. */
export function sendProblem(res: ServerResponse, { status, headers, body }: ProblemResponse): void {
  try {
    for (const name of stale) res.removeHeader(name);
    res.statusCode = status;
    // The reason of an answer that is not given any more; HTTP/2 has none.
    if ('statusMessage' in res && res.req?.httpVersionMajor !== 2) res.statusMessage = '';
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    res.end(body);
  } catch {
    cut(res);
  }
}

/** Ends an answer that was begun and cannot be finished, so that the client sees that it is not whole. */
export function cut(res: ServerResponse): void {
  if (res.writableEnded) return;
  // Http2ServerResponse has a stream, and no destroy of its own.
  const stream: unknown = Reflect.get(res, 'stream');
  if (typeof stream === 'object' && stream !== null && 'close' in stream && typeof stream.close === 'function') {
    stream.close(internalError);
  } else res.destroy();
}

// RFC 9113, section 7: INTERNAL_ERROR.
const internalError = 2;
