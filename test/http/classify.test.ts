import createError from 'http-errors';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { classify } from '../../src/http/boundary/classify.ts';
import type { ErrorRule } from '../../src/http/index.ts';

const failed = (members: object, name = 'Error'): Error => Object.assign(new Error('inner text'), { name }, members);
const status = (error: unknown): number => classify(error).answer.status;

describe('an error of a database', () => {
  it.each<[string, number, object, string?]>([
    ['PostgreSQL unique', 409, { code: '23505', detail: 'Key (email)=(a@b.c) already exists.' }],
    ['PostgreSQL exclusion', 409, { code: '23P01' }],
    [
      'PostgreSQL foreign key, parent missing',
      404,
      { code: '23503', detail: 'Key (x)=(1) is not present in table "y".' },
    ],
    ['PostgreSQL foreign key, still used', 409, { code: '23503', detail: 'Key is still referenced from table "y".' }],
    ['PostgreSQL not null', 400, { code: '23502' }],
    ['PostgreSQL check', 400, { code: '23514' }],
    ['PostgreSQL text too long', 400, { code: '22001' }],
    ['PostgreSQL deadlock', 503, { code: '40P01' }],
    ['PostgreSQL serialisation', 503, { code: '40001' }],
    ['PostgreSQL too many connections', 503, { code: '53300' }],
    ['PostgreSQL shut down', 503, { code: '57P01' }],
    ['PostgreSQL statement timeout', 504, { code: '57014' }],
    ['MySQL duplicate', 409, { code: 'ER_DUP_ENTRY', errno: 1062 }],
    ['MySQL parent missing', 404, { code: 'ER_NO_REFERENCED_ROW_2', errno: 1452 }],
    ['MySQL row is referenced', 409, { code: 'ER_ROW_IS_REFERENCED_2' }],
    ['MySQL null', 400, { code: 'ER_BAD_NULL_ERROR' }],
    ['MySQL deadlock', 503, { code: 'ER_LOCK_DEADLOCK' }],
    ['MySQL connection lost', 503, { code: 'PROTOCOL_CONNECTION_LOST' }],
    ['better-sqlite3 unique', 409, { code: 'SQLITE_CONSTRAINT_UNIQUE' }],
    ['better-sqlite3 busy', 503, { code: 'SQLITE_BUSY' }],
    ['node:sqlite unique', 409, { code: 'ERR_SQLITE_ERROR', errcode: 2067 }],
    ['node:sqlite not null', 400, { code: 'ERR_SQLITE_ERROR', errcode: 1299 }],
    ['Prisma unique', 409, { code: 'P2002' }],
    ['Prisma no record', 404, { code: 'P2025' }],
    ['Prisma write conflict', 503, { code: 'P2034' }],
    ['Prisma no connection', 503, { code: 'P1001' }],
    ['Mongo duplicate', 409, { code: 11000 }, 'MongoServerError'],
    ['Mongo write conflict', 503, { code: 112 }, 'MongoServerError'],
    ['Mongo validation', 400, { code: 121 }, 'MongoServerError'],
    ['Mongo away', 503, {}, 'MongoServerSelectionError'],
    ['TypeORM no row', 404, {}, 'EntityNotFoundError'],
    ['Kysely no row', 404, {}, 'NoResultError'],
    ['a number that is no Mongo code', 500, { code: 112 }],
  ])('%s: %i', (_, expected, members, name) => {
    expect(status(failed(members, name))).toBe(expected);
  });

  it('is found inside of what an ORM or a service wraps it in', () => {
    const driver = failed({ code: '23505' });
    expect(status(failed({ driverError: driver }, 'QueryFailedError'))).toBe(409);
    expect(status(failed({ original: driver }, 'SequelizeUniqueConstraintError'))).toBe(409);
    expect(status(new Error('saving failed', { cause: new Error('query failed', { cause: driver }) }))).toBe(409);
  });

  it('says when to try again', () => {
    expect(classify(failed({ code: '40001' })).answer.retryAfterSeconds).toBe(1);
    expect(classify(failed({ code: '53300' })).answer.retryAfterSeconds).toBe(5);
  });
});

describe('an error of the network', () => {
  it.each<[string, number, unknown]>([
    ['refused', 503, failed({ code: 'ECONNREFUSED' })],
    ['reset inside of fetch', 503, new TypeError('fetch failed', { cause: failed({ code: 'UND_ERR_SOCKET' }) })],
    ['timed out', 504, failed({ code: 'ETIMEDOUT' })],
    ['AbortSignal.timeout', 504, new DOMException('timed out', 'TimeoutError')],
    ['upstream 404 of axios', 502, failed({ response: { status: 404, headers: {} }, status: 404 }, 'AxiosError')],
    ['upstream 401 of axios', 502, failed({ response: { status: 401, headers: {} }, status: 401 }, 'AxiosError')],
    ['upstream 504', 504, failed({ response: { status: 504, headers: {} } })],
    ['upstream 429 of an SDK', 503, failed({ status: 429, headers: {}, request_id: 'r' })],
  ])('%s: %i', (_, expected, error) => {
    expect(status(error)).toBe(expected);
  });

  it('passes on when a busy upstream wants to be asked again, within an hour', () => {
    const busy = (headers: unknown): number | undefined =>
      classify(failed({ response: { status: 429, headers } })).answer.retryAfterSeconds;
    expect(busy({ 'Retry-After': '17' })).toBe(17);
    expect(busy(new Headers({ 'retry-after': '120' }))).toBe(120);
    expect(busy({ 'retry-after': new Date(Date.now() + 30_000).toUTCString() })).toBeGreaterThan(25);
    expect(busy({ 'retry-after': '999999' })).toBe(3600);
    expect(busy({ 'retry-after': 'soon' })).toBe(5);
    expect(busy({})).toBe(5);
  });
});

describe('an error about the request', () => {
  it.each<[string, number, unknown]>([
    ['http-errors', 418, createError(418)],
    ['a status set by hand', 403, failed({ status: 403 })],
    ['a statusCode set by hand', 422, failed({ statusCode: 422 })],
    ['a status that is none of an error', 500, failed({ status: 200 })],
    ['body-parser: too large', 413, createError(413, 'request entity too large', { type: 'entity.too.large' })],
    ['body-parser: malformed', 400, createError(400, 'Unexpected token', { type: 'entity.parse.failed', body: '{' })],
    ['fastify: too large', 413, failed({ code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 })],
    ['fastify: malformed', 400, failed({ code: 'FST_ERR_CTP_INVALID_JSON_BODY', statusCode: 400 })],
    ['multer', 413, failed({ code: 'LIMIT_FILE_SIZE' }, 'MulterError')],
    ['jsonwebtoken', 401, failed({}, 'TokenExpiredError')],
    ['jose', 401, failed({ code: 'ERR_JWT_EXPIRED' }, 'JWTExpired')],
    ['a JSON.parse of the service itself', 500, new SyntaxError('Unexpected token')],
    ['nothing', 500, undefined],
    ['a text', 500, 'oops'],
    ['an object without a prototype', 500, Object.create(null)],
  ])('%s: %i', (_, expected, error) => {
    expect(status(error)).toBe(expected);
  });

  it('has decided, whatever it wraps', () => {
    expect(status(createError(418, 'teapot', { cause: failed({ code: '23505' }) }))).toBe(418);
  });

  it('shows its message only when it is marked as exposed', () => {
    expect(classify(createError(400, 'the cart is empty')).answer).toMatchObject({
      detail: 'the cart is empty',
      isFromError: true,
    });
    expect(classify(createError(500, 'the vault is empty')).answer.detail).toBeUndefined();
    expect(classify(failed({ status: 400 })).answer.detail).toBeUndefined();
    expect(
      classify(createError(400, 'of body-parser: hunter2', { type: 'encoding.unsupported' })).answer.detail,
    ).toBeUndefined();
  });

  it('says the same for every failure of authentication', () => {
    const answers = [
      createError(401, 'unknown user jane'),
      createError(401, 'wrong password', { headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } }),
      failed({ status: 401 }),
      failed({}, 'JsonWebTokenError'),
    ].map((error) => classify(error).answer);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });
});

describe('a validation error', () => {
  const schema = z.object({ age: z.number(), mail: z.email(), role: z.enum(['a', 'b']) });

  it.each<[string, unknown, string[]]>([
    [
      'zod',
      schema.safeParse({ age: 'hunter2', mail: 'hunter2', role: 'hunter2' }).error,
      ['#/age type', '#/mail format', '#/role choice'],
    ],
    [
      'zod of a key that came with the request',
      z.record(z.string(), z.number()).safeParse({ 'jane@example.com hunter2': 'x' }).error,
      ['#/* type'],
    ],
    [
      'ajv',
      Object.assign(new Error('validation failed'), {
        errors: [
          { instancePath: '/user/age', keyword: 'minimum', params: {} },
          { instancePath: '', keyword: 'required', params: { missingProperty: 'mail' } },
          { instancePath: '', keyword: 'additionalProperties', params: { additionalProperty: 'hunter2' } },
        ],
      }),
      ['#/user/age range', '#/mail required', '# unexpected'],
    ],
    [
      'fastify',
      failed({ code: 'FST_ERR_VALIDATION', statusCode: 400, validation: [{ instancePath: '/id', keyword: 'format' }] }),
      ['#/id format'],
    ],
    [
      'joi',
      failed({
        isJoi: true,
        _original: { a: 'hunter2' },
        details: [{ message: '"a" with value "hunter2" fails', path: ['a', 0], type: 'string.pattern.base' }],
      }),
      ['#/a/0 format'],
    ],
    [
      'yup',
      failed({ inner: [{ path: 'a[0].b', type: 'required', value: 'hunter2' }] }, 'ValidationError'),
      ['#/a/0/b required'],
    ],
    [
      'class-validator',
      [
        {
          property: 'user',
          children: [{ property: 'mail', value: 'hunter2', constraints: { isEmail: 'mail hunter2' } }],
        },
      ],
      ['#/user/mail format'],
    ],
    [
      "NestJS' pipe",
      failed({
        response: { statusCode: 400, message: ['mail must be an email', 'age must not be hunter2'] },
        status: 400,
      }),
      ['#/mail invalid', '#/age invalid'],
    ],
    [
      'express-validator',
      failed({ errors: [{ type: 'field', location: 'body', path: 'mail', value: 'hunter2', msg: 'hunter2?' }] }),
      ['#/mail invalid'],
    ],
    [
      'mongoose',
      failed({ errors: { 'a.b': { kind: 'required', value: 'hunter2' } } }, 'ValidationError'),
      ['#/a/b required'],
    ],
    [
      'valibot',
      failed({ issues: [{ type: 'email', path: [{ key: 'mail', value: 'hunter2' }] }] }, 'ValiError'),
      ['#/mail format'],
    ],
  ])('of %s lists the fields and never a value', (_, error, expected) => {
    const { answer, rule } = classify(error);
    expect(rule).toBe('validation');
    expect(answer.status).toBe(400);
    expect(answer.errors?.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(expected);
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });

  it('lists no more than 50 fields', () => {
    const issues = Array.from({ length: 1000 }, (_, index) => ({ code: 'custom', path: [index] }));
    expect(classify(failed({ issues }, 'ZodError')).answer.errors).toHaveLength(50);
  });
});

describe('rules of one’s own', () => {
  const teapot: ErrorRule = {
    id: 'teapot',
    names: ['TeapotError'],
    answer: { status: 418, detail: 'Short and stout.' },
  };

  it('come before the built-in ones', () => {
    expect(classify(failed({ code: '23505' }, 'TeapotError'), [teapot])).toEqual({
      rule: 'teapot',
      answer: teapot.answer,
    });
  });

  it.each<[string, Partial<ErrorRule>]>([
    [
      'throws in its condition',
      {
        when: () => {
          throw new Error('when');
        },
      },
    ],
    [
      'throws in its answer',
      {
        answer: () => {
          throw new Error('answer');
        },
      },
    ],
    ['answers with a status of success', { answer: { status: 200 } }],
  ])('are passed over when one %s', (_, part) => {
    expect(classify(failed({ code: '23505' }, 'TeapotError'), [{ ...teapot, ...part }]).rule).toBe('unique');
  });
});

describe('a hostile error', () => {
  it('is an unknown one', () => {
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const cyclic: Error & { self?: unknown } = new Error('cyclic');
    cyclic.cause = cyclic;
    const getters = Object.defineProperty(new Error('getter'), 'code', {
      get() {
        throw new Error('read');
      },
    });
    for (const error of [revoked.proxy, cyclic, getters, Symbol('thrown'), 17n, () => undefined]) {
      expect(classify(error)).toEqual({ rule: 'unknown', answer: { status: 500 } });
    }
  });
});
