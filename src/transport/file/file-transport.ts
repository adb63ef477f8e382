import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { withoutPino } from '../pino-options.ts';
import { createFileDestination } from './create-file-destination.ts';
import type { FileOptions } from './options.ts';

/**
 * The target of a pino transport, which runs in a worker: `transport: { target: 'logveil/file', options: { path } }`.
 * What has not reached the worker when the process is killed is lost; as a destination nothing is.
 *
 * @throws OptionsError that lists everything wrong with the options
 *
 * @example
 * ```ts
 * import { pino } from 'pino';
 * const logger = pino({ transport: { target: 'logveil/file', options: { path: 'logs/app.log', every: 'day' } } });
 * logger.info('ready');
 * ```
 */
export function fileTransport(options: FileOptions): Writable {
  const file = createFileDestination(withoutPino(options));
  const decoder = new StringDecoder('utf8');
  // A chunk may end in the middle of a line, which must not be torn by a rotation.
  let rest = '';
  return new Writable({
    decodeStrings: true,
    write(chunk: Buffer, _, callback) {
      rest += decoder.write(chunk);
      const end = rest.lastIndexOf('\n') + 1;
      const lines = rest.slice(0, end);
      rest = rest.slice(end);
      callback(end === 0 ? null : attempt(() => file.write(lines)));
    },
    final(callback) {
      const failure = rest === '' ? null : attempt(() => file.write(`${rest}\n`));
      file.end();
      callback(failure);
    },
  });
}

function attempt(action: () => void): Error | null {
  try {
    action();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
