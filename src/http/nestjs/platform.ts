import type { IncomingMessage } from 'node:http';
import { exchangeOf } from '../exchange/known.ts';

/** What is used of NestJS' `ArgumentsHost` and `ExecutionContext`. */
export interface Host {
  getType(): string;
  switchToHttp(): { getRequest(): unknown; getResponse(): unknown };
}

/**
 * fastify numbers its requests `req-1`, `req-2`, and middie puts that where applications put ids of their own: it is none,
 * for every process has the same. One that `genReqId` of the adapter has made is kept.
 */
export function dropFastifyId(req: IncomingMessage): void {
  const isExpress = 'app' in req;
  if (!isExpress && /^req-[0-9a-z]{1,16}$/.test(String(Reflect.get(req, 'id')))) Reflect.deleteProperty(req, 'id');
}

/** What is used of fastify's request, which stands before Node's. */
interface FastifyRequest {
  readonly raw: IncomingMessage;
  readonly routeOptions?: { readonly url?: string | undefined };
  readonly body?: unknown;
  log?: unknown;
}

/**
 * NestJS' middleware sees Node's request; handlers get fastify's. A guard, which refuses nobody, is the first place where
 * both are known.
 */
export class FastifyGuard {
  canActivate(host: Host): boolean {
    if (host.getType() === 'http') bringTogether(host.switchToHttp().getRequest());
    return true;
  }
}

/** The template and the body for the completion line, and `req.log` for the handler. Express has one request for all. */
export function bringTogether(request: unknown): void {
  const raw = rawOf<IncomingMessage & { body?: unknown }>(request);
  const exchange = exchangeOf(raw);
  if (raw === request || exchange === undefined) return;
  // A cast that holds: of NestJS' platforms only fastify has another request behind its own.
  const outer = request as FastifyRequest;
  exchange.route ??= outer.routeOptions?.url;
  raw.body ??= outer.body;
  outer.log = exchange.logs.req;
}

/** Node's object behind fastify's; express' is Node's own. */
export function rawOf<Raw>(value: unknown): Raw {
  const raw: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'raw') : undefined;
  // A cast that holds: the host is of type http, whose two platforms are express and fastify.
  return (raw ?? value) as Raw;
}
