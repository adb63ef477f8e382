import { createBoundary, type ErrorHandlerOptions } from '../boundary/boundary.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { endFetch, followFetch, runFetch, withId } from '../exchange/fetch.ts';
import { hook } from '../exchange/hooks.ts';
import { createFollower } from '../follower.ts';
import type { HttpLoggerOptions } from '../options.ts';

/** Options of {@link httpLogger} for route handlers. */
export interface RouteHandlerOptions extends HttpLoggerOptions<Request, Response>, Omit<ErrorHandlerOptions, 'logger'> {
  readonly logger: ErrorHandlerOptions['logger'];
}

/** A handler from a standard request to a standard response; Next.js passes parameters as a second argument. */
export type RouteHandler<Incoming extends Request, Rest extends unknown[]> = (
  request: Incoming,
  ...rest: Rest
) => Response | Promise<Response>;

/**
 * Wraps handlers from `Request` to `Response`: Next.js route handlers, workers, and whatever speaks Fetch. Ids in and
 * out, one line a request, and a problem document in the place of an error.
 *
 * @throws OptionsError that lists everything wrong with the options
 *
 * @example
 * ```ts
 * import { createLogger } from 'logveil';
 * import { httpLogger } from 'logveil/http/fetch';
 * const handle = httpLogger({ logger: createLogger({ service: 'shop' }) });
 * // app/api/users/[id]/route.ts
 * export const GET = handle(async (request) => Response.json({ path: new URL(request.url).pathname }), {
 *   route: '/api/users/[id]',
 * });
 * ```
 */
export function httpLogger(
  options: RouteHandlerOptions,
): <Incoming extends Request, Rest extends unknown[]>(
  handler: RouteHandler<Incoming, Rest>,
  place?: { readonly route: string },
) => (request: Incoming, ...rest: Rest) => Promise<Response> {
  const { rules, typeBase, ...forLogger } = options;
  const follower = createFollower(forLogger, 'httpLogger');
  const { logger } = options;
  const boundary = createBoundary(
    { logger, ...(rules !== undefined && { rules }), ...(typeBase !== undefined && { typeBase }) },
    'httpLogger',
  );
  return (handler, place) =>
    async (request, ...rest) => {
      const exchange = followFetch(follower, request);
      exchange.route = place?.route ?? templateOf(exchange);
      return runFetch(exchange, async () => {
        let response: Response;
        try {
          response = await handler(request, ...rest);
        } catch (error) {
          // Next.js ends requests by throwing: redirect() and notFound() are not errors.
          const digest = controlFlowOf(error);
          if (digest !== undefined) {
            endFetch(exchange, request, answerOf(digest));
            throw error;
          }
          const { status, headers, body } = boundary.answer(error, exchange);
          response = new Response(body, { status, headers });
        }
        const answer = withId(exchange, response);
        endFetch(exchange, request, answer);
        return answer;
      });
    };
}

function templateOf({ settings, request }: Exchange): string | undefined {
  const route = hook(settings, settings.options.route, 'route', [request]);
  return typeof route === 'string' ? route : undefined;
}

/** Next.js 13 to 16 marks them with a `digest`. */
function controlFlowOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const digest: unknown = Reflect.get(error, 'digest');
  return typeof digest === 'string' && /^(?:NEXT_|DYNAMIC_SERVER_USAGE|BAILOUT_)/.test(digest) ? digest : undefined;
}

/** What Next.js will answer: `NEXT_REDIRECT;replace;/login;307;`, `NEXT_HTTP_ERROR_FALLBACK;404`. */
function answerOf(digest: string): Response | undefined {
  const [, status] = /;([345]\d\d);?$/.exec(digest) ?? [];
  return status === undefined ? undefined : new Response(null, { status: Number(status) });
}
