import { createLokiTransport } from './transport-stream.ts';

export type { LokiOptions } from './loki-options.ts';
export { createLokiTransport, type LokiTransportOptions } from './transport-stream.ts';
// pino loads a target by its default export.
export default createLokiTransport;
