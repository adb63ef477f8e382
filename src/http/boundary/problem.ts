import { STATUS_CODES } from 'node:http';
import type { RedactorEngine } from '../../redact/redactor.ts';
import type { FieldError } from './field-errors.ts';
import type { ErrorAnswer } from './rule.ts';

/** A problem document (RFC 9457): what a client is told. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** `urn:uuid:…` when the correlation id is a UUID. */
  readonly instance?: string;
  readonly correlation_id?: string;
  readonly errors?: readonly FieldError[];
}

/** An answer ready to be sent, whatever the framework. */
export interface ProblemResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How problem documents are made. */
export interface ProblemSettings {
  readonly engine: RedactorEngine;
  /** Where types are described; `about:blank` when there is no such place. */
  readonly typeOf: (status: number) => string;
}

/** Puts an answer into words. What comes from the error, texts and names of members, goes through the redactor. */
export function problemResponse(
  answer: ErrorAnswer,
  correlationId: string | undefined,
  { engine, typeOf }: ProblemSettings,
): ProblemResponse {
  const { status, errors, isFromError } = answer;
  const detail = answer.detail ?? details[status] ?? (status < 500 ? details[400] : details[500]) ?? '';
  const problem: Problem = {
    type: typeOf(status),
    title: STATUS_CODES[status] ?? (status < 500 ? 'Bad Request' : 'Internal Server Error'),
    status,
    detail: isFromError === true ? engine.text(detail) : detail,
    ...(correlationId !== undefined && idMembers(correlationId)),
    ...(errors !== undefined && { errors: errors.map((error) => cleanField(error, engine)) }),
  };
  const body = JSON.stringify(problem);
  return { status, headers: headersOf(answer, body), body };
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function idMembers(id: string): Pick<Problem, 'instance' | 'correlation_id'> {
  return uuid.test(id) ? { instance: `urn:uuid:${id}`, correlation_id: id } : { correlation_id: id };
}

function cleanField(error: FieldError, engine: RedactorEngine): FieldError {
  return { ...error, pointer: engine.text(error.pointer) };
}

function headersOf(answer: ErrorAnswer, body: string): Record<string, string> {
  const { status, retryAfterSeconds, challenge } = answer;
  return {
    // RFC 9457, section 3.
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    // RFC 9110, section 11.6.1: a 401 must say how to authenticate.
    ...(status === 401 && { 'www-authenticate': challenge ?? 'Bearer' }),
  };
}

// One text for each status, whatever the reason: who reads them learns nothing about the inside.
const details: Readonly<Record<number, string>> = {
  400: 'The request is not valid.',
  401: 'Authentication is needed, or it failed.',
  403: 'This is not allowed.',
  404: 'There is nothing here.',
  405: 'The method is not allowed here.',
  409: 'The request conflicts with the present state.',
  413: 'The body of the request is too large.',
  415: 'The format of the request is not supported.',
  422: 'The request is not valid.',
  429: 'There were too many requests. Please try again later.',
  500: 'Something went wrong. Please mention the correlation id when you ask for help.',
  502: 'A service that is needed for this request failed.',
  503: 'The service is not available at the moment. Please try again later.',
  504: 'The request took too long. Please try again later.',
};
