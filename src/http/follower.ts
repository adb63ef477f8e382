import type { Logger } from 'pino';
import { announce } from './exchange/announce.ts';
import type { Exchange } from './exchange/exchange.ts';
import { customProps } from './exchange/hooks.ts';
import { createRequestLogs } from './exchange/request-log.ts';
import { createKnownText } from './record/known-text.ts';
import { httpSerializers } from './record/serializers.ts';
import { type AnyHttpOptions, type HttpSettings, resolveHttp } from './settings.ts';

/** Options, resolved, with what is made of them once: what every adapter follows requests with. */
export interface Follower {
  readonly settings: HttpSettings;
  /** Gives a request its loggers, and writes the line at its beginning if one was asked for. */
  readonly begin: (exchange: Exchange) => Logs;
}

/** `req.log` and `res.log`. */
export interface Logs {
  readonly req: Logger;
  readonly res: Logger;
}

/** Checks and resolves options. Throws an OptionsError that lists everything wrong with them. */
export function createFollower(options: AnyHttpOptions, who: string): Follower {
  const resolved = resolveHttp(options, who);
  const withLogger = { ...resolved, logger: childOf(resolved) };
  const settings: HttpSettings = { ...withLogger, knownText: createKnownText(withLogger) };
  const logOf = createRequestLogs(settings.logger);
  const logs = settings.isOtel ? otelLogs : pinoHttpLogs;
  return {
    settings,
    begin: (exchange) => {
      const made = logs(exchange, logOf(exchange.scope));
      announce(exchange, made.req);
      return made;
    },
  };
}

/** The given logger's child, as in pino-http: with its options, and serializers for requests and responses. */
function childOf(settings: HttpSettings): Logger {
  const { options, logger } = settings;
  const { level, redact, formatters, msgPrefix, customLevels } = options;
  const given = options.logger === undefined ? {} : { level, redact, formatters, msgPrefix, customLevels };
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return logger.child({}, { ...known, serializers: httpSerializers(options, settings) });
}

/** Ids come from the context, so that nothing has to be bound. */
function otelLogs(exchange: Exchange, log: Logger): Logs {
  const props = customProps(exchange.settings, exchange);
  const bound = props === undefined ? log : log.child(props);
  return { req: bound, res: bound };
}

/** As in pino-http: the request is bound, or its id alone with the quiet options. */
function pinoHttpLogs(exchange: Exchange, log: Logger): Logs {
  const { settings, request, correlationId } = exchange;
  const { quietReqLogger = false, quietResLogger = false } = settings.options;
  const { req, reqId } = settings.keys;
  const props = customProps(settings, exchange);
  const quiet = quietReqLogger || quietResLogger ? log.child({ [reqId]: correlationId }) : log;
  if (quietReqLogger && quietResLogger) return { req: quiet, res: quiet };
  const full = (quietReqLogger ? quiet : log).child({ ...props, [req]: request });
  return { req: quietReqLogger ? quiet : full, res: quietResLogger ? quiet : full };
}
