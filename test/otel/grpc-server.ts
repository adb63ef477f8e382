import { once } from 'node:events';
import { createServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** A server of gRPC calls with one message each way, on Node's own HTTP/2. */
export interface GrpcServer {
  readonly url: string;
  close(): void;
}

/** @param take gets the path of a call and its message; every call is answered with an empty one */
export async function startGrpcServer(take: (path: string, message: Buffer) => void): Promise<GrpcServer> {
  const server = createServer();
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session.once('close', () => sessions.delete(session)));
  });
  server.on('stream', async (stream, headers) => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    take(String(headers[':path']), messageOf(Buffer.concat(chunks)));
    answer(stream);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A cast that holds: the server listens on a port.
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    for (const session of sessions) session.destroy();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

// Before each message: a byte that says whether it is compressed, and its length in four.
const prefixBytes = 5;

function messageOf(bytes: Buffer): Buffer {
  const message = bytes.subarray(prefixBytes, prefixBytes + bytes.readUInt32BE(1));
  return bytes[0] === 1 ? gunzipSync(message) : message;
}

function answer(stream: ServerHttp2Stream): void {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(Buffer.alloc(prefixBytes));
}
