import { type ErrorFacts, readMember } from './facts.ts';

/** The status an error gives itself: http-errors, koa, hono, NestJS, fastify, or set by hand. */
export function ownStatus(facts: ErrorFacts): number | undefined {
  const { get } = facts;
  const given = get('status') ?? get('statusCode') ?? readMember(get('response'), 'statusCode');
  const isError = typeof given === 'number' && Number.isInteger(given) && given >= 400 && given <= 599;
  return isError && upstreamStatus(facts) === undefined ? given : undefined;
}

/**
 * The status another service answered with, for errors of HTTP clients: axios, got and ky have the answer as `response`,
 * SDKs such as OpenAI's and Octokit's have `status` and the headers.
 */
export function upstreamStatus({ get }: ErrorFacts): number | undefined {
  const response = get('response');
  const inside = readMember(response, 'status') ?? readMember(response, 'statusCode');
  if (readMember(response, 'headers') !== undefined && typeof inside === 'number') return inside;
  const status = get('status') ?? get('statusCode');
  const isSdk = get('request') !== undefined || get('requestID') !== undefined || get('request_id') !== undefined;
  return isSdk && typeof status === 'number' ? status : undefined;
}
