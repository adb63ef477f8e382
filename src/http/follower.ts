import type { Logger } from 'pino';
import { announce } from './exchange/announce.ts';
import type { Exchange, RequestLogs } from './exchange/exchange.ts';
import { customProps } from './exchange/hooks.ts';
import { createRequestLogs } from './exchange/request-log.ts';
import { createKnownText } from './record/known-text.ts';
import { httpSerializers } from './record/serializers.ts';
import { type AnyHttpOptions, type HttpSettings, resolveHttp } from './settings.ts';

/** Options, resolved, with what is made of them once: what every adapter follows requests with. */
export interface Follower {
  readonly settings: HttpSettings;
  /** Gives a request its loggers, and writes the line at its beginning if one was asked for. */
  readonly begin: (exchange: Exchange) => void;
}

/** Checks and resolves options. Throws an OptionsError that lists everything wrong with them. */
export function createFollower(options: AnyHttpOptions, who: string): Follower {
  const resolved = resolveHttp(options, who);
  const withLogger = { ...resolved, logger: childOf(resolved) };
  const settings: HttpSettings = { ...withLogger, knownText: createKnownText(withLogger) };
  const logOf = createRequestLogs(settings.logger);
  return {
    settings,
    begin: (exchange) => {
      const log = logOf(exchange.scope);
      exchange.logs = settings.isOtel ? otelLogs(exchange, log) : new PinoHttpLogs(exchange, log);
      announce(exchange);
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
function otelLogs(exchange: Exchange, log: Logger): RequestLogs {
  const props = customProps(exchange.settings, exchange);
  const bound = props === undefined ? log : log.child(props);
  return { req: bound, res: bound };
}

/**
 * As in pino-http: the request is bound, or its id alone with the quiet options. Writing a request down takes as long as
 * all the rest of the middleware, so a logger is made when somebody asks for it (bench/http-line.mjs).
 */
class PinoHttpLogs implements RequestLogs {
  readonly #exchange: Exchange;
  readonly #log: Logger;
  #quiet: Logger | undefined;
  #full: Logger | undefined;

  constructor(exchange: Exchange, log: Logger) {
    this.#exchange = exchange;
    this.#log = log;
  }

  get req(): Logger {
    return this.#exchange.settings.options.quietReqLogger === true ? this.#withId() : this.#withRequest();
  }

  get res(): Logger {
    return this.#exchange.settings.options.quietResLogger === true ? this.#withId() : this.#withRequest();
  }

  #withId(): Logger {
    const { settings, correlationId } = this.#exchange;
    this.#quiet ??= this.#log.child({ [settings.keys.reqId]: correlationId });
    return this.#quiet;
  }

  #withRequest(): Logger {
    const { settings, request } = this.#exchange;
    const base = settings.options.quietReqLogger === true ? this.#withId() : this.#log;
    this.#full ??= base.child({ ...customProps(settings, this.#exchange), [settings.keys.req]: request });
    return this.#full;
  }
}
