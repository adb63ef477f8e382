export { createFileDestination, type FileDestination } from './create-file-destination.ts';
// pino asks a transport's module for its default.
export { fileTransport, fileTransport as default } from './file-transport.ts';
export type { FileStats } from './file-writer.ts';
export type { FileOptions } from './options.ts';
