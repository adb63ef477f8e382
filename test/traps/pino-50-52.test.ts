import { Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger, createRedactor } from '../../src/index.ts';
import { lint, scrub } from '../../src/lint/index.ts';
import { email, jwt, opaque, password } from '../support/fake-values.ts';
import { tempFile } from '../support/temp-files.ts';
import { expectFields, expectHidden, starred, written } from '../support/traps.ts';

describe('records of a request, as pino-http writes them', () => {
  const headers = {
    host: 'a.example',
    authorization: `Bearer ${opaque}`,
    Cookie: `sid=${opaque}; theme=dark-${password}`,
    'X-API-KEY': opaque,
    referer: `https://a.example/cb?access_token=${opaque}&page=2`,
    'x-forwarded-for': '203.0.113.7',
    'x-n': '1',
  };
  const shownHeaders = {
    host: 'a.example',
    authorization: 'Bearer [*]',
    Cookie: 'sid=[*]; theme=[*]',
    'X-API-KEY': '[*]',
    referer: 'https://a.example/cb?access_token=[*]&page=2',
    'x-forwarded-for': '203.0.113.7',
    'x-n': '1',
  };

  it('trap 50: url, query, params, headers in either case, and the members of raw', () => {
    const url = `/cb?access_token=${opaque}&page=2`;
    const req = {
      id: 1,
      method: 'GET',
      url,
      query: { access_token: opaque, page: '2' },
      params: { token: opaque, id: '7' },
      headers,
      remoteAddress: '::1',
    };
    // As pino's own serializer gives it: the live request behind an accessor that is not enumerable.
    Object.defineProperty(req, 'raw', { value: { headers, password }, enumerable: false });
    expectFields({ req }, [opaque, password], {
      req: {
        id: 1,
        method: 'GET',
        url: '/cb?access_token=[*]&page=2',
        query: { access_token: '[*]', page: '2' },
        params: { token: '[*]', id: '7' },
        headers: shownHeaders,
        remoteAddress: '::1',
      },
    });
  });

  it('trap 50: headers of a response, set-cookie lists and location', () => {
    const res = {
      statusCode: 302,
      headers: {
        'set-cookie': [`sid=${opaque}; Path=/; HttpOnly`, `b=${password}; Secure`],
        'Set-Cookie': `c=${opaque}; Path=/`,
        location: `https://bob:${password}@a.example/next#access_token=${opaque}`,
        'x-n': '1',
      },
    };
    expectFields({ res }, [opaque, password], {
      res: {
        statusCode: 302,
        headers: {
          'set-cookie': ['sid=[*]; Path=/; HttpOnly', 'b=[*]; Secure'],
          'Set-Cookie': 'c=[*]; Path=/',
          location: 'https://bob:[*]@a.example/next#access_token=[*]',
          'x-n': '1',
        },
      },
    });
  });

  it('trap 50: custom properties, the error of a response and the message with the URL', () => {
    const err = Object.assign(new Error(`failed with password=${password}`), { headers });
    const call = (shown: object): ReturnType<typeof written> =>
      written((logger) =>
        logger
          .child({ req: { headers } })
          .error({ ...shown, err, user: { email } }, `GET /cb?token=${opaque} completed`),
      );
    const { line, record } = call({ res: { statusCode: 500, err } });
    expectHidden(line, [opaque, password, email]);
    expect(starred(record)).toMatchObject({
      req: { headers: shownHeaders },
      user: { email: '[*]' },
      msg: 'GET /cb?token=[*] completed',
      err: { message: 'failed with password=[*]', headers: shownHeaders },
      res: { statusCode: 500 },
    });
  });
});

describe('when something fails inside', () => {
  const failing = {
    kind: 'value',
    id: 'failing',
    title: 'Failing',
    why: 'A test makes it fail.',
    pack: 'own',
    severity: 'low',
    confidence: 'high',
    anchors: ['boom-'],
    pattern: /boom-\d{4}/g,
    validate: (value: string): boolean => {
      throw new Error(`cannot judge ${value} of ${password}`);
    },
    references: [],
  } as const;

  it('trap 51: a rule that throws hides what it was asked about', () => {
    const told: unknown[] = [];
    const { text, record } = written((logger) => logger.info({ password, n: 1 }, `boom-1234 to ${email}`), {
      redact: { rules: [failing] },
      onInternalError: (warning) => told.push(warning),
    });
    expectHidden(text + JSON.stringify(told), [password, email, 'boom-1234']);
    expect(starred(record)).toMatchObject({ password: '[*]', n: 1, msg: '[*] to [*]' });
    const redactor = createRedactor({ rules: [failing] });
    const shown = [redactor.line('{"a":"boom-1234"}'), redactor.text('boom-1234'), redactor.value({ a: 'boom-1234' })];
    expectHidden(JSON.stringify(shown), ['boom-1234']);
  });

  it('trap 51: a bug inside costs the content of the line, is told once, and quotes no value', () => {
    const told: unknown[] = [];
    const { exec } = RegExp.prototype;
    const { text } = written(
      (logger) => {
        RegExp.prototype.exec = (value) => {
          throw new Error(`cannot look at ${value} of ${password}`);
        };
        try {
          for (let count = 0; count < 3; count++)
            logger.info({ note: `password=${password}` }, `token ${jwt} Bearer ${opaque}`);
        } finally {
          RegExp.prototype.exec = exec;
        }
        logger.info({ password, n: 1 }, 'said');
      },
      { onInternalError: (warning) => told.push(warning) },
    );
    expectHidden(text + JSON.stringify(told), [password, jwt, opaque]);
    const [first = '{}', , , last = '{}'] = text.split('\n');
    expect(Object.keys(JSON.parse(first)).join()).toMatch(/^level,time,(?:log_error|redaction_error)$/);
    expect(starred(JSON.parse(last))).toMatchObject({ password: '[*]', n: 1, msg: 'said' });
    expect(told).toHaveLength(1);
  });

  it('trap 51: lint and scrub do not pass it on either', async () => {
    const text = `boom-1234 password=${password}\nnext line\n`;
    let out = '';
    for await (const part of scrub(Readable.from([Buffer.from(text)]), { redact: { rules: [failing] } }))
      out += Buffer.from(part).toString();
    expectHidden(out, [password, 'boom-1234']);
    expect(out).toMatch(/\nnext line\n$/);
    const told: unknown[] = [];
    const run = lint([tempFile(text)], { redact: { rules: [failing] }, onProblem: (problem) => told.push(problem) });
    for await (const finding of run) told.push(finding);
    expectHidden(JSON.stringify([told, run.summary()]), [password, 'boom-1234']);
  });

  it('trap 51: a censor that throws still hides', () => {
    const { line, record } = written((logger) => logger.info({ password, n: 1 }, 'said'), {
      redact: {
        paths: ['n'],
        censor: (value: unknown) => {
          throw new Error(`cannot hide ${value}`);
        },
      },
    });
    expectHidden(line, [password]);
    expect(record).toMatchObject({ msg: 'said' });
    expect(record['n']).not.toBe(1);
  });
});

describe('what is not written', () => {
  it('trap 52: a disabled call reads nothing of its arguments', () => {
    let looks = 0;
    const redact = {
      censor: (): string => {
        looks++;
        return '[gone]';
      },
    };
    const watched = new Proxy(
      { password },
      {
        get: (target, key) => {
          looks++;
          return Reflect.get(target, key);
        },
        ownKeys: (target) => {
          looks++;
          return Reflect.ownKeys(target);
        },
      },
    );
    written(
      (logger) => {
        logger.debug(watched, 'said %j', watched);
        logger.child({}, { level: 'error' }).info(watched);
        expect(looks).toBe(0);
        logger.info(watched, 'said');
        expect(looks).toBeGreaterThan(0);
      },
      { redact },
    );
  });

  it('trap 52: a destination is given a text, never the object', () => {
    const chunks: unknown[][] = [];
    const stream = new Writable({
      objectMode: true,
      write: (...given) => {
        chunks.push(given.slice(0, 1));
        given[2]();
      },
    });
    createLogger({}, stream).info({ password }, `to ${email}`);
    expect(chunks).toHaveLength(1);
    expect(chunks[0]?.[0]).toEqual(expect.any(String));
    expectHidden(String(chunks[0]?.[0]), [password, email]);
  });
});
