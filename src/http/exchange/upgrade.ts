import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { bindEmitter } from '../../context/index.ts';
import { runIn } from '../../context/store.ts';
import type { HttpSettings } from '../settings.ts';
import { closeExchange } from './close.ts';
import { openExchange } from './exchange.ts';
import { completed, outcomeOf } from './outcome.ts';

type Listener = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The same for a connection that leaves HTTP: its line is written when it ends. */
export function followUpgrade(settings: HttpSettings, listener: Listener): Listener {
  return (req, socket, head) => {
    const exchange = openExchange(settings, {
      request: req,
      response: undefined,
      method: req.method ?? '',
      url: req.url ?? '',
      headers: req.headers,
      givenId: req.id,
    });
    req.id = exchange.correlationId;
    const bytesBefore = req.socket.bytesWritten;
    socket.once('close', (hadError: boolean) => {
      const durationMs = settings.monotonic() - exchange.startedAt;
      const cut = { isRequestComplete: true, isAnswerBegun: true, elapsedMs: durationMs, socket: req.socket };
      closeExchange(exchange, {
        outcome: hadError ? outcomeOf(cut) : completed,
        status: undefined,
        durationMs,
        remoteAddress: req.socket.remoteAddress,
        protocol: req.httpVersion,
        userAgent: req.headers['user-agent'],
        size: req.socket.bytesWritten - bytesBefore,
        requestHeaders: req.headers,
        responseHeaders: () => ({}),
        body: () => undefined,
        message: hadError ? undefined : 'upgraded connection closed',
      });
    });
    runIn(exchange.scope, () => {
      bindEmitter(socket);
      listener(req, socket, head);
    });
  };
}
