import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { Refusal } from './refusal.ts';

const unzip = promisify(gunzip);
const undeflate = promisify(inflate);

/** The body as it came over the wire. Nothing beyond `maxBytes` is kept. */
export async function receiveBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Not destroyed when the loop is left: whoever sent too much is still to be told.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(bytes, maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The body as it was before the client packed it: as it is, gzip or deflate, as Loki. */
export async function decodeBody(body: Buffer, encoding: string | undefined, maxBytes: number): Promise<Buffer> {
  const options = { maxOutputLength: Math.min(maxBytes, 2 ** 31) };
  switch (encoding ?? '') {
    case '':
      return body;
    case 'gzip':
      return unzip(body, options).catch((error) => refuse(error, 'gzip', maxBytes));
    case 'deflate':
      return undeflate(body, options).catch((error) => refuse(error, 'flate', maxBytes));
    default:
      throw new Refusal(400, `Content-Encoding ${JSON.stringify(encoding)} not supported`);
  }
}

function refuse(error: unknown, format: string, maxBytes: number): never {
  if (error instanceof RangeError) throw tooLarge(maxBytes + 1, maxBytes);
  const isCutShort = error instanceof Error && /unexpected end/.test(error.message);
  throw new Refusal(400, isCutShort ? 'unexpected EOF' : `${format}: invalid header`);
}

function tooLarge(bytes: number, maxBytes: number): Refusal {
  return new Refusal(413, `message size too large than max (${bytes} vs ${maxBytes})`, { connection: 'close' });
}
