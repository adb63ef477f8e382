import type { Writable } from 'node:stream';
import { openTarget, type TargetOptions } from '../pino-target.ts';
import { type OtlpOptions, resolveOtlp } from './otlp-options.ts';

/** Options of the target `logveil/otlp`. They cross into a thread, so there are no functions among them. */
export interface OtlpTransportOptions extends Omit<OtlpOptions, 'local' | 'onDrop' | 'onCount'>, TargetOptions {}

/**
 * What pino calls for `transport: { target: 'logveil/otlp' }`: a stream that cleans and spools lines, and ships them.
 * Lines cross into a thread first, so a process that is killed at once may lose the last ones; `createLogger({ otlp })`
 * spools them before the log call returns.
 *
 * @throws OptionsError that lists everything wrong with the options
 *
 * @example
 * ```ts
 * import { pino } from 'pino';
 * const transport = { target: 'logveil/otlp', options: { url: 'http://127.0.0.1:4318', service: 'checkout' } };
 * pino({ transport }).info('ready');
 * ```
 */
export function createOtlpTransport(options: OtlpTransportOptions): Writable {
  return openTarget('logveil/otlp', options, (endpoint, { service, env }, problems) => {
    const own = {
      ...(service === undefined ? {} : { 'service.name': service }),
      ...(env === undefined ? {} : { 'deployment.environment.name': env }),
    };
    const settings = resolveOtlp(endpoint, { option: '', own }, problems);
    const { stamp, target } = settings;
    return { settings, sender: { kind: 'otlp', settings: settings.sender }, stamp: { ...stamp }, target };
  });
}
