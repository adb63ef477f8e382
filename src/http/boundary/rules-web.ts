import type { ErrorFacts } from './facts.ts';
import { fieldErrorsOf } from './field-errors.ts';
import { readHeader, retryAfterOf } from './retry-after.ts';
import type { ErrorAnswer, ErrorRule } from './rule.ts';
import { ownStatus } from './status.ts';

/** One text for every failure of authentication, so that nobody can tell a wrong password from an unknown user. */
const unauthenticated: ErrorAnswer = {
  status: 401,
  detail: 'Authentication is needed, or it failed.',
  challenge: 'Bearer',
};

const malformed: ErrorAnswer = { status: 400, detail: 'The body of the request is not well-formed.' };

/** Errors about the request itself: how it authenticates, its body, its form. */
export const webRules: readonly ErrorRule[] = [
  {
    id: 'authentication',
    names: [
      'TokenExpiredError', // jsonwebtoken
      'JsonWebTokenError',
      'NotBeforeError',
      'JWTExpired', // jose
      'JWTInvalid',
      'JWTClaimValidationFailed',
      'JWSInvalid',
      'JWSSignatureVerificationFailed',
      'JWEDecryptionFailed',
      'AuthenticationError', // passport, Apollo
      'UnauthorizedError', // express-jwt
      'InvalidTokenError', // express-oauth2-jwt-bearer
    ],
    answer: challenged,
  },
  { id: 'authentication', when: (facts) => ownStatus(facts) === 401, answer: challenged },
  { id: 'forbidden', when: (facts) => ownStatus(facts) === 403, answer: { status: 403 } },
  {
    id: 'too-large',
    codes: ['FST_ERR_CTP_BODY_TOO_LARGE', 'LIMIT_FILE_SIZE', 'LIMIT_FIELD_VALUE'],
    answer: { status: 413 },
  },
  { id: 'too-large', when: ({ get }) => get('type') === 'entity.too.large', answer: { status: 413 } },
  {
    id: 'malformed-body',
    codes: ['FST_ERR_CTP_INVALID_JSON_BODY', 'FST_ERR_CTP_EMPTY_JSON_BODY', 'FST_ERR_CTP_INVALID_CONTENT_LENGTH'],
    answer: malformed,
  },
  // body-parser and raw-body: their messages repeat parts of the body, so they are not used although marked as exposed.
  { id: 'malformed-body', when: ({ get }) => get('type') === 'entity.parse.failed', answer: malformed },
  {
    id: 'malformed-body',
    when: ({ name, get }) => name === 'SyntaxError' && get('body') !== undefined,
    answer: malformed,
  },
  {
    id: 'request',
    when: (facts) => typeof facts.get('type') === 'string' && facts.get('expose') === true && bodyStatus(facts),
    answer: (facts) => ({ status: ownStatus(facts) ?? 400 }),
  },
  {
    id: 'validation',
    when: (facts) => fieldErrorsOf(facts) !== undefined,
    answer: (facts) => ({
      status: 400,
      detail: 'The request is not valid.',
      errors: fieldErrorsOf(facts) ?? [],
    }),
  },
  { id: 'validation', names: ['CastError'], answer: { status: 400, detail: 'The request is not valid.' } },
];

/** body-parser's own kinds: `encoding.unsupported`, `charset.unsupported`, `request.aborted` and so on. */
function bodyStatus(facts: ErrorFacts): boolean {
  return /^(?:entity|encoding|charset|parameters|request|stream|querystring)\./.test(String(facts.get('type')));
}

/** Errors that say themselves what the answer is; tried after all others. */
export const statusRules: readonly ErrorRule[] = [
  {
    id: 'exposed',
    when: (facts) => facts.get('expose') === true && ownStatus(facts) !== undefined,
    answer: (facts) => ({
      ...statusAnswer(facts),
      // Bounded: a page of text is no detail.
      detail: String(facts.get('message')).slice(0, 500),
      isFromError: true,
    }),
  },
  // NestJS on fastify keeps of fastify's error no more than its status.
  { id: 'too-large', when: (facts) => ownStatus(facts) === 413, answer: statusAnswer },
  { id: 'status', when: (facts) => ownStatus(facts) !== undefined, answer: statusAnswer },
];

function statusAnswer(facts: ErrorFacts): ErrorAnswer {
  const retryAfterSeconds = retryAfterOf(facts.get('headers'));
  const status = ownStatus(facts) ?? 500;
  return { status, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}

function challenged(facts: ErrorFacts): ErrorAnswer {
  return { ...unauthenticated, challenge: challengeOf(facts) };
}

/** Only the scheme: a challenge's parameters can say why it failed. */
function challengeOf({ get }: ErrorFacts): string {
  const header = readHeader(get('headers'), 'www-authenticate');
  return (typeof header === 'string' ? /^[A-Za-z][A-Za-z0-9-]{0,30}/.exec(header)?.[0] : undefined) ?? 'Bearer';
}
