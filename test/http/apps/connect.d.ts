/** What the tests use of connect, which has no types of its own. */
declare module 'connect' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  type Next = (error?: unknown) => void;
  type Handler = (req: IncomingMessage, res: ServerResponse, next: Next) => void;

  interface ConnectApp {
    (req: IncomingMessage, res: ServerResponse): void;
    use(path: string, handler: Handler): void;
    use(handler: Handler): void;
    use(handler: (error: unknown, req: IncomingMessage, res: ServerResponse, next: Next) => void): void;
  }

  export default function createConnect(): ConnectApp;
}
