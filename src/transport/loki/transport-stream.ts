import type { Writable } from 'node:stream';
import { openTarget, type TargetOptions } from '../pino-target.ts';
import { type LokiOptions, resolveLoki } from './loki-options.ts';

/** Options of the target `logveil/loki`. They cross into a thread, so there are no functions among them. */
export interface LokiTransportOptions extends Omit<LokiOptions, 'local' | 'onDrop' | 'onCount'>, TargetOptions {}

/**
 * What pino calls for `transport: { target: 'logveil/loki' }`: a stream that cleans and spools lines, and ships them.
 * Lines cross into a thread first, so a process that is killed at once may lose the last ones; `createLogger({ loki })`
 * spools them before the log call returns.
 *
 * @throws OptionsError that lists everything wrong with the options
 *
 * @example
 * ```ts
 * import { pino } from 'pino';
 * const transport = { target: 'logveil/loki', options: { url: 'http://127.0.0.1:3100', service: 'checkout' } };
 * pino({ transport }).info('ready');
 * ```
 */
export function createLokiTransport(options: LokiTransportOptions): Writable {
  return openTarget('logveil/loki', options, (endpoint, { service, env }, problems) => {
    const own = { ...(service === undefined ? {} : { service_name: service }), ...(env === undefined ? {} : { env }) };
    const settings = resolveLoki(endpoint, { option: '', own }, problems);
    const { stamp, target } = settings;
    return { settings, sender: { kind: 'loki', settings: settings.sender }, stamp: { ...stamp }, target };
  });
}
