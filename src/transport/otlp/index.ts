export type { OtlpOptions } from './otlp-options.ts';
// pino asks a transport's module for its default.
export { createOtlpTransport, createOtlpTransport as default, type OtlpTransportOptions } from './otlp-transport.ts';
