import { describe, expect, it } from 'vitest';
import { OptionsError, requireEnv } from '../../src/index.ts';

const problemsOf = (run: () => unknown): string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof OptionsError) return error.problems.map(({ option, message }) => `${option} ${message}`);
    throw error;
  }
  return [];
};

describe('requireEnv', () => {
  it('reads each variable as what it is asked for', () => {
    const env = requireEnv(
      {
        NAME: 'text',
        DATABASE_URL: 'url',
        RATIO: 'number',
        WORKERS: 'integer',
        PORT: { type: 'port', default: 3000 },
        DEBUG: 'flag',
        MODE: { choices: ['live', 'test'] },
        NOTE: { optional: true },
      },
      {
        NAME: ' shop ',
        DATABASE_URL: 'postgres://db/x',
        RATIO: '0.5',
        WORKERS: '4',
        DEBUG: 'off',
        MODE: 'live',
        NOTE: '',
      },
    );
    // The types are part of what is tested: these would not compile otherwise.
    const name: string = env.NAME;
    const url: URL = env.DATABASE_URL;
    const [ratio, workers, port]: number[] = [env.RATIO, env.WORKERS, env.PORT];
    const isDebug: boolean = env.DEBUG;
    const mode: 'live' | 'test' = env.MODE;
    const note: string | undefined = env.NOTE;
    expect([name, url.host, ratio, workers, port, isDebug, mode, note]).toEqual([
      'shop',
      'db',
      0.5,
      4,
      3000,
      false,
      'live',
      undefined,
    ]);
  });

  it('lists everything that is missing or malformed at once, and never a value', () => {
    const secret = ['hunter2', 'fake'].join('-');
    const environment = {
      DATABSE_URL: secret,
      PORT: '99999',
      KEY: secret,
      MODE: secret,
      FLAG: secret,
      COUNT: '1e3',
      EMPTY: ' ',
    };
    const problems = problemsOf(() =>
      requireEnv(
        {
          DATABASE_URL: 'url',
          PORT: 'port',
          KEY: { minLength: 32 },
          MODE: { choices: ['live', 'test'] },
          FLAG: 'flag',
          COUNT: 'integer',
          EMPTY: 'text',
        },
        environment,
      ),
    );
    expect(problems).toEqual([
      'DATABASE_URL must be set (did you mean "DATABSE_URL"?)',
      'PORT must be a port, 0 to 65535, got a string of 5 characters',
      'KEY must have at least 32 characters, got 12',
      'MODE must be one of live, test, got a string of 12 characters',
      'FLAG must be true or false, got a string of 12 characters',
      'COUNT must be a whole number, got a string of 3 characters',
      'EMPTY must be set',
    ]);
    expect(problems.join()).not.toContain(secret);
  });

  it('has the code of environment errors', () => {
    expect(() => requireEnv({ MISSING: 'text' }, {})).toThrow(expect.objectContaining({ code: 'LOGVEIL_ENV' }));
  });

  it('refuses wishes that make no sense', () => {
    expect(problemsOf(() => requireEnv({ A: 'prot' as 'port', B: { minLenght: 3 } as object }, {}))).toEqual([
      'A must be one of text, url, number, integer, port, flag, got a string of 4 characters (did you mean "port"?)',
      'B.minLenght is not an option (did you mean "minLength"?)',
    ]);
    expect(problemsOf(() => requireEnv(undefined as never))).toHaveLength(1);
  });

  it('is not misled by what every object has', () => {
    expect(problemsOf(() => requireEnv({ constructor: 'text' }, {}))).toEqual(['constructor must be set']);
  });
});
