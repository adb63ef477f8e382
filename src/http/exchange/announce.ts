import type { Exchange } from './exchange.ts';
import { hook } from './hooks.ts';

/** pino-http's line at a request's beginning: written when one of the two functions for it is given. */
export function announce({ settings, request, response, logs }: Exchange): void {
  const {
    customReceivedObject,
    customReceivedMessage,
    autoLogging,
    useLevel = 'info',
    customLogLevel,
  } = settings.options;
  if (customReceivedObject === undefined && customReceivedMessage === undefined) return;
  const ignore = typeof autoLogging === 'object' ? autoLogging.ignore : undefined;
  const isIgnored = hook(settings, ignore, 'autoLogging.ignore', [request]);
  if (!settings.isLogging || isIgnored) return;
  const custom = hook(settings, customLogLevel, 'customLogLevel', [request, response]);
  const level = typeof custom === 'string' ? custom.trim() : useLevel;
  const name = settings.levels.has(level) ? level : 'info';
  if (name === 'silent') return;
  const record = hook(settings, customReceivedObject, 'customReceivedObject', [request, response, undefined]) ?? {};
  const message = hook(settings, customReceivedMessage, 'customReceivedMessage', [request, response]);
  const write: unknown = Reflect.get(logs.req, name);
  if (typeof write === 'function') Reflect.apply(write, logs.req, message === undefined ? [record] : [record, message]);
}
