import { runWithContext } from '../../src/context/index.ts';
import { assembleLogger } from '../../src/logger/assemble.ts';
import { createLogger } from '../../src/logger/index.ts';
import { createFakeEngine } from './fake-engine.ts';

/**
 * Lines of every kind that dashboards ask for, made by the logger itself: a request, an error, a removed secret, and the
 * three kinds of trouble.
 */
export function linesOfEveryKind(): string[] {
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line.trimEnd()) };
  const logger = createLogger({ ...service, onInternalError: () => {}, serializers: { broken: failing } }, stream);
  runWithContext(ids, () => {
    logger.info(request, 'request completed');
    logger.error({ err: new TypeError('no such card'), ...request, http_response_status_code: 502 }, 'charge failed');
    logger.warn({ text: 'x'.repeat(300_000) }, 'large');
  });
  logger.info({ password: 'hunter2' }, 'signed in');
  logger.info({ broken: 1 }, 'a serializer throws');
  const withholding = { engine: createFakeEngine(failing), stream, fallback: failing, report: () => undefined };
  assembleLogger(service, withholding).info('the redactor throws');
  return lines;
}

const service = { service: 'checkout', env: 'production', version: '1.4.2' };

const ids = {
  correlation_id: '01JD3V8GRZ6C2M4QKX7T5W9YBN',
  trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
  span_id: '00f067aa0ba902b7',
};

/** What logveil/http writes when a request is done; its own tests hold it to these names. */
const request = {
  http_request_method: 'POST',
  http_route: '/pay/:id',
  url_path: '/pay/:id',
  http_response_status_code: 200,
  duration_ms: 118.4,
};

function failing(): never {
  throw new Error('no');
}

/** Names that a query may ask for: labels, structured metadata, and what `json` makes of the lines. */
export function fieldsOf(lines: readonly string[]): ReadonlySet<string> {
  return new Set(['detected_level', ...lines.flatMap((line) => flatNames(JSON.parse(line), ''))]);
}

function flatNames(value: object, prefix: string): string[] {
  return Object.entries(value).flatMap(([key, member]) => {
    const name = prefix + key.replace(/[^A-Za-z0-9_]/g, '_');
    const isObject = typeof member === 'object' && member !== null && !Array.isArray(member);
    return isObject ? flatNames(member, `${name}_`) : [name];
  });
}
