import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { createBoundary, type ErrorHandlerOptions } from '../boundary/boundary.ts';
import { answerNode } from '../error-handler.ts';
import { type HttpLogger, httpLogger } from '../http-logger.ts';
import type { HttpLoggerOptions } from '../options.ts';
import { bringTogether, dropFastifyId, FastifyGuard, type Host, rawOf } from './platform.ts';

/** Options of {@link HttpLoggerModule}. */
export interface NestHttpOptions extends HttpLoggerOptions, Omit<ErrorHandlerOptions, 'logger'> {
  readonly logger: ErrorHandlerOptions['logger'];
}

/** Token by which the logger is injected: `@Inject(LOGVEIL_LOGGER) private readonly logger: Logger`. */
export const LOGVEIL_LOGGER: string = 'LOGVEIL_LOGGER';

/** What `imports` of a NestJS module takes. */
export interface NestDynamicModule {
  readonly module: typeof HttpLoggerModule;
  readonly global: boolean;
  readonly providers: { readonly provide: string; readonly useValue: unknown }[];
  readonly exports: string[];
}

interface Consumer {
  apply(middleware: (req: IncomingMessage, res: ServerResponse, next: () => void) => void): {
    forRoutes(...routes: (string | object)[]): unknown;
  };
}

const MIDDLEWARE = 'LOGVEIL_MIDDLEWARE';
// `APP_FILTER` and `APP_GUARD` of @nestjs/core, which are these very texts; nothing of NestJS is imported.
const APP_FILTER = 'APP_FILTER';
const APP_GUARD = 'APP_GUARD';
// `PROPERTY_DEPS_METADATA` and its like are read through reflect-metadata, which every NestJS application loads.
const injectSelf = 'self:paramtypes';

/**
 * The module for NestJS 11: ids in and out and one line for every request, a filter that answers every exception with a
 * problem document, and the logger for injection.
 *
 * @example
 * ```ts
 * import { createLogger } from 'logveil';
 * import { HttpLoggerModule } from 'logveil/http/nestjs';
 * const logger = createLogger({ service: 'shop' });
 * export const imports = [HttpLoggerModule.forRoot({ logger })];
 * ```
 */
export class HttpLoggerModule {
  readonly #middleware: HttpLogger;

  constructor(middleware: HttpLogger) {
    this.#middleware = middleware;
  }

  /** @throws OptionsError that lists everything wrong with the options */
  static forRoot(options: NestHttpOptions): NestDynamicModule {
    const { rules, typeBase, ...forLogger } = options;
    const middleware = httpLogger(forLogger);
    const filter = new ProblemFilter(middleware, {
      logger: options.logger,
      ...(rules !== undefined && { rules }),
      ...(typeBase !== undefined && { typeBase }),
    });
    // What the decorator @Inject on the constructor's parameter would have noted.
    const define: unknown = Reflect.get(Reflect, 'defineMetadata');
    if (typeof define === 'function') define(injectSelf, [{ index: 0, param: MIDDLEWARE }], HttpLoggerModule);
    return {
      module: HttpLoggerModule,
      global: true,
      providers: [
        { provide: MIDDLEWARE, useValue: middleware },
        { provide: LOGVEIL_LOGGER, useValue: options.logger },
        { provide: APP_GUARD, useValue: new FastifyGuard() },
        { provide: APP_FILTER, useValue: filter },
      ],
      exports: [LOGVEIL_LOGGER],
    };
  }

  /** Called by NestJS. */
  configure(consumer: Consumer): void {
    consumer.apply(this.#follow).forRoutes('{*path}');
  }

  readonly #follow = (req: IncomingMessage, res: ServerResponse, next: () => void): void => {
    dropFastifyId(req);
    this.#middleware(req, res, next);
  };
}

/** Without metadata of @Catch a filter is asked about every exception. */
class ProblemFilter {
  readonly #boundary: ReturnType<typeof createBoundary>;
  readonly #middleware: HttpLogger;

  constructor(middleware: HttpLogger, options: ErrorHandlerOptions) {
    this.#middleware = middleware;
    this.#boundary = createBoundary(options, 'HttpLoggerModule');
  }

  catch(error: unknown, host: Host): void {
    // Messages and GraphQL answer in their own ways.
    if (host.getType() !== 'http') throw error;
    const req = rawOf<IncomingMessage>(host.switchToHttp().getRequest());
    const res = rawOf<ServerResponse>(host.switchToHttp().getResponse());
    // NestJS parses bodies before it runs a module's middleware: what fails there is followed from here on.
    dropFastifyId(req);
    this.#middleware(req, res, () => {
      bringTogether(host.switchToHttp().getRequest());
      answerNode(this.#boundary, error, req, res);
    });
  }
}

/**
 * NestJS' own lines through the logger: `NestFactory.create(AppModule, { logger: nestLogger(logger) })`.
 *
 * @example
 * ```ts
 * import { createLogger } from 'logveil';
 * import { nestLogger } from 'logveil/http/nestjs';
 * const own = nestLogger(createLogger({ service: 'shop' }));
 * own.log('starting', 'Bootstrap');
 * ```
 */
export function nestLogger(logger: Logger): NestLoggerService {
  const at =
    (level: 'info' | 'error' | 'warn' | 'debug' | 'trace' | 'fatal') =>
    (message: unknown, ...rest: unknown[]): void => {
      // NestJS puts the name of the class last, and before it, for errors, the stack as text.
      const context = rest.length > 0 && typeof rest.at(-1) === 'string' ? rest.at(-1) : undefined;
      const stack = level === 'error' && rest.length > 1 ? rest[0] : undefined;
      const record = { ...(context !== undefined && { nest_context: context }), ...(stack !== undefined && { stack }) };
      if (message instanceof Error) logger[level]({ ...record, err: message }, message.message);
      else if (typeof message === 'string') logger[level](record, message);
      else logger[level]({ ...record, message });
    };
  return {
    log: at('info'),
    error: at('error'),
    warn: at('warn'),
    debug: at('debug'),
    verbose: at('trace'),
    fatal: at('fatal'),
  };
}

type NestLog = (message: unknown, ...rest: unknown[]) => void;

/** NestJS' `LoggerService`. */
export interface NestLoggerService {
  readonly log: NestLog;
  readonly error: NestLog;
  readonly warn: NestLog;
  readonly debug: NestLog;
  readonly verbose: NestLog;
  readonly fatal: NestLog;
}
