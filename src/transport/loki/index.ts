export type { LokiOptions } from './loki-options.ts';
// pino asks a transport's module for its default.
export { createLokiTransport, createLokiTransport as default, type LokiTransportOptions } from './transport-stream.ts';
