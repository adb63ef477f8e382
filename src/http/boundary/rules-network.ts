import { type ErrorFacts, readMember } from './facts.ts';
import { retryAfterOf } from './retry-after.ts';
import type { ErrorAnswer, ErrorRule } from './rule.ts';
import { upstreamStatus } from './status.ts';

const away: ErrorAnswer = {
  status: 503,
  detail: 'The service is not available at the moment. Please try again later.',
  retryAfterSeconds: 5,
};
const tooSlow: ErrorAnswer = { status: 504, detail: 'The request took too long. Please try again later.' };

/** What other services answered, and what became of connections to them. Codes of Node 20 and undici 7. */
export const networkRules: readonly ErrorRule[] = [
  { id: 'upstream-busy', when: (facts) => upstreamStatus(facts) === 429, wrapped: true, answer: busyUpstream },
  {
    id: 'upstream-timeout',
    when: (facts) => [408, 504].includes(upstreamStatus(facts) ?? 0),
    wrapped: true,
    answer: tooSlow,
  },
  {
    id: 'upstream-away',
    when: (facts) => upstreamStatus(facts) === 503,
    wrapped: true,
    answer: busyUpstream,
  },
  {
    id: 'upstream-failed',
    when: (facts) => upstreamStatus(facts) !== undefined,
    answer: { status: 502, detail: 'A service that is needed for this request failed.' },
  },
  {
    id: 'timeout',
    codes: [
      'ETIMEDOUT',
      'ESOCKETTIMEDOUT',
      'ECONNABORTED', // axios: its own timeout
      'UND_ERR_CONNECT_TIMEOUT',
      'UND_ERR_HEADERS_TIMEOUT',
      'UND_ERR_BODY_TIMEOUT',
    ],
    names: ['TimeoutError'], // AbortSignal.timeout(), got, ky, TypeORM
    wrapped: true,
    answer: tooSlow,
  },
  {
    id: 'connection',
    codes: [
      'ECONNREFUSED',
      'ECONNRESET',
      'EPIPE',
      'ENOTFOUND',
      'EAI_AGAIN',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'UND_ERR_SOCKET',
      'UND_ERR_CLOSED',
    ],
    // A client that went away looks the same; the request is told apart by who logs it.
    wrapped: true,
    answer: away,
  },
];

function busyUpstream(facts: ErrorFacts): ErrorAnswer {
  const headers = readMember(facts.get('response'), 'headers') ?? facts.get('headers');
  return { ...away, retryAfterSeconds: retryAfterOf(headers) ?? 5 };
}
