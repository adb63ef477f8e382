import { type ErrorFacts, readMember } from './facts.ts';

/** One member of a request that is wrong: where, and in what way. Never its value. */
export interface FieldError {
  /** JSON pointer as a fragment (RFC 6901, section 6): `#/user/emails/0`. */
  readonly pointer: string;
  /** One of a few words, whatever tool found it: `required`, `type`, `format`, `choice`, `range`, `unexpected`, `invalid`. */
  readonly code: string;
  readonly detail: string;
}

/**
 * The field errors of a validation error, told by its shape: zod, valibot and other Standard Schema tools, ajv and
 * fastify, joi, yup, class-validator, express-validator, mongoose. `undefined` for any other error. The tools' own
 * messages are not used: some of them repeat the value.
 */
export function fieldErrorsOf(facts: ErrorFacts): readonly FieldError[] | undefined {
  for (const read of readers) {
    const found = read(facts);
    if (found !== undefined && found.length > 0) return found.slice(0, maxErrors).map(toFieldError);
  }
  return undefined;
}

// Enough for any form; an array of thousands of wrong elements must not become an answer of megabytes.
const maxErrors = 50;

interface Wrong {
  readonly path: readonly unknown[];
  /** The tool's own word for what is wrong. */
  readonly problem: unknown;
}

type Reader = (facts: ErrorFacts) => readonly Wrong[] | undefined;

/** zod, valibot, and what follows Standard Schema: issues with a path of keys, or of objects that hold the key. */
const readIssues: Reader = ({ get }) =>
  listOf(get('issues'), (issue) => {
    const path = readMember(issue, 'path');
    if (path !== undefined && !Array.isArray(path)) return undefined;
    const keys = (path ?? []).map((step: unknown) => readMember(step, 'key') ?? step);
    return { path: keys, problem: readMember(issue, 'code') ?? readMember(issue, 'type') };
  });

/** joi: details with a path and a type. */
const readDetails: Reader = ({ get }) =>
  get('isJoi') === true
    ? listOf(get('details'), (detail) => {
        const path = readMember(detail, 'path');
        return Array.isArray(path) ? { path, problem: readMember(detail, 'type') } : undefined;
      })
    : undefined;

/** ajv, alone (`errors`) and in fastify (`validation`). */
const readSchemaErrors: Reader = ({ get }) =>
  listOf(Array.isArray(get('validation')) ? get('validation') : get('errors'), (error) => {
    const path = readMember(error, 'instancePath');
    const keyword = readMember(error, 'keyword');
    if (typeof path !== 'string' || typeof keyword !== 'string') return undefined;
    const missing = readMember(readMember(error, 'params'), 'missingProperty');
    return { path: [...path.split('/').slice(1), ...(missing === undefined ? [] : [missing])], problem: keyword };
  });

/** yup: a list of errors with a dotted path. */
const readInner: Reader = ({ name, get }) =>
  name === 'ValidationError'
    ? listOf(get('inner'), (inner) => {
        const path = readMember(inner, 'path');
        return typeof path === 'string' ? { path: dotted(path), problem: readMember(inner, 'type') } : undefined;
      })
    : undefined;

/** express-validator: errors that say where in the request they are. */
const readLocated: Reader = ({ get }) =>
  listOf(get('errors'), (error) => {
    const path = readMember(error, 'path') ?? readMember(error, 'param');
    const isLocated = typeof readMember(error, 'location') === 'string' && typeof path === 'string';
    return isLocated ? { path: dotted(path), problem: undefined } : undefined;
  });

/** mongoose: an object of errors by dotted path. */
const readByPath: Reader = ({ name, get }) => {
  const errors = get('errors');
  if (name !== 'ValidationError' || typeof errors !== 'object' || errors === null || Array.isArray(errors)) {
    return undefined;
  }
  return Object.entries(errors).map(([path, error]) => ({ path: dotted(path), problem: readMember(error, 'kind') }));
};

/** class-validator: a list that is thrown as it is, or that an error holds, with children. */
const readConstraints: Reader = ({ error, get }) => constraintsIn(Array.isArray(error) ? error : get('errors'), []);

function constraintsIn(list: unknown, above: readonly unknown[]): readonly Wrong[] | undefined {
  if (!Array.isArray(list) || above.length > maxSegments) return undefined;
  const found: Wrong[] = [];
  for (const each of list.slice(0, maxErrors)) {
    const property = readMember(each, 'property');
    if (typeof property !== 'string') return undefined;
    const path = [...above, property];
    for (const problem of Object.keys(Object(readMember(each, 'constraints')))) found.push({ path, problem });
    found.push(...(constraintsIn(readMember(each, 'children'), path) ?? []));
  }
  return found;
}

/** NestJS' ValidationPipe: sentences that begin with the property's name. Only the name is taken. */
const readSentences: Reader = ({ get }) => {
  const response = get('response');
  if (readMember(response, 'statusCode') !== 400) return undefined;
  return listOf(readMember(response, 'message'), (sentence) => {
    const property = typeof sentence === 'string' ? /^[\w.]{1,128}(?= )/.exec(sentence)?.[0] : undefined;
    return property === undefined ? undefined : { path: dotted(property), problem: undefined };
  });
};

const readers: readonly Reader[] = [
  readIssues,
  readDetails,
  readSchemaErrors,
  readInner,
  readLocated,
  readByPath,
  readConstraints,
  readSentences,
];

/** All or nothing: a list in which something has another shape belongs to another tool. */
function listOf(list: unknown, read: (item: unknown) => Wrong | undefined): readonly Wrong[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const found: Wrong[] = [];
  for (const item of list.slice(0, maxErrors)) {
    const wrong = read(item);
    if (wrong === undefined) return undefined;
    found.push(wrong);
  }
  return found;
}

function dotted(path: string): readonly string[] {
  return path.split(/[.[\]]+/).filter((step) => step !== '');
}

const maxSegments = 16;
// A key can come from the request, where an object is used as a map: only what looks like a name or an index is said.
const name = /^(?:[A-Za-z_$][\w$-]{0,40}|\d{1,5})$/;

function toFieldError({ path, problem }: Wrong): FieldError {
  const steps = path.slice(0, maxSegments).map((step) => (name.test(String(step)) ? String(step) : '*'));
  const text = typeof problem === 'string' ? problem : '';
  const [code, , detail] = problems.find(([, words]) => words.test(text)) ?? fallback;
  return { pointer: `#${steps.map((step) => `/${step}`).join('')}`, code, detail };
}

const fallback = ['invalid', /^/, 'is not valid'] as const;

// The tools' words for what is wrong, in the order in which they are tried: ajv's keywords, zod's codes, joi's types,
// class-validator's decorators, yup's and mongoose's kinds.
const problems: readonly (readonly [string, RegExp, string])[] = [
  ['required', /required|missing|isNotEmpty|isDefined|\.empty$|nonoptional/i, 'must be given'],
  ['unexpected', /unrecognized|additional|unevaluated|noUnknown|object\.unknown|whitelist/i, 'is not expected'],
  ['choice', /enum|only$|const$|oneOf|isIn$|invalid_value|invalid_literal|literal|picklist/i, 'is none of the choices'],
  [
    'format',
    /format|pattern|regex|email|uuid|guid|ur[il]|\bip|date|phone|iban|hex|base64|matches|isISO|hostname|jwt/i,
    'has the wrong format',
  ],
  [
    'range',
    /too_big|too_small|max|min|length|limit|greater|less|multiple|positive|negative|size|unsafe/i,
    'is out of range',
  ],
  ['type', /type|base$|^is[A-Z]|cast|object|array|string|number|boolean|integer/i, 'has the wrong type'],
];
