import { describe, expect, it } from 'vitest';
import { OptionsError } from '../../src/errors/index.ts';
import { createLogger, createLoggerFromEnv, type LoggerOptions } from '../../src/logger/index.ts';
import { createLines } from '../support/log-lines.ts';

/** Options as JavaScript would pass them. */
const refusal = (options: unknown, destination?: unknown): OptionsError => {
  try {
    Reflect.apply(createLogger, undefined, [options, destination]);
  } catch (error) {
    if (error instanceof OptionsError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('options', () => {
  it('are refused all at once, by name', () => {
    const error = refusal({ levle: 'info', level: 'debgu', service: 7, redact: { pakcs: [] }, mixin: {}, crlf: 'yes' });
    expect(error.code).toBe('LOGVEIL_OPTIONS');
    expect(error.problems.map(({ option }) => option).sort()).toEqual([
      'crlf',
      'level',
      'levle',
      'mixin',
      'redact.pakcs',
      'service',
    ]);
    expect(error.message).toContain('levle is not an option (did you mean "level"?)');
    expect(error.message).toContain('(did you mean "debug"?)');
  });

  it.each<[string, unknown, string]>([
    ['no object', 7, 'options must be an object, got 7'],
    ['a stream in the first place', { write: () => undefined }, 'the destination comes second'],
    [
      'an old option',
      { prettyPrint: true },
      'prettyPrint is not supported, as in pino since version 7: use pretty: true',
    ],
    ['the browser', { browser: {} }, 'browser is not supported'],
    ['a service name with a line end', { service: 'a\nb' }, 'service must be 1 to 256 printable characters'],
    ['an empty service name', { service: '' }, 'service must be 1 to 256 printable characters, got an empty string'],
    [
      'a level that only custom levels would have',
      { useOnlyCustomLevels: true },
      'useOnlyCustomLevels needs customLevels',
    ],
    [
      'no level among custom ones',
      { useOnlyCustomLevels: true, customLevels: { a: 1 } },
      'level must name one of customLevels',
    ],
    ['a level number that is none', { customLevels: { a: 'x' } }, 'customLevels.a must be a number'],
    [
      'an unknown hook',
      { hooks: { logMethods: () => 1 } },
      'hooks.logMethods is not an option (did you mean "logMethod"?)',
    ],
    ['a serializer that is no function', { serializers: { a: 1 } }, 'serializers.a must be a function, got 1'],
    [
      'a level formatter with numbers',
      { formatters: { level: (_: string, n: number) => ({ level: n }) } },
      'must return a string as level',
    ],
    [
      'a level formatter that throws',
      {
        formatters: {
          level: () => {
            throw new Error('x');
          },
        },
      },
      'formatters.level must not throw',
    ],
    [
      'a level formatter that forges',
      { formatters: { level: () => ({ time: 1 }) } },
      'formatters.level must not return time',
    ],
    ['an unknown formatter', { formatters: { levels: () => 1 } }, '(did you mean "level"?)'],
    ['a timestamp that is no function', { timestamp: 'iso' }, 'timestamp must be true, false or a function'],
    ['a timestamp without a comma', { timestamp: () => '"time":1' }, 'timestamp must return text such as ,"time"'],
    [
      'a timestamp that throws',
      {
        timestamp: () => {
          throw new Error('x');
        },
      },
      'timestamp must not throw',
    ],
    ['a reserved message key', { messageKey: 'level' }, 'messageKey must not be level'],
    ['a reserved nested key', { nestedKey: 'time' }, 'nestedKey must not be time'],
    ['one key for message and error', { messageKey: 'err' }, 'messageKey must differ from errorKey'],
    [
      'reserved keys in base',
      { base: { service_name: 'x', trace_id: 'y' } },
      'base.service_name is written from the option service',
    ],
    ['a stream as a transport', { transport: { write: () => 1 } }, 'transport must be transport options'],
    [
      'pretty with a transport',
      { pretty: true, transport: { target: 'pino/file' } },
      'pretty cannot go with transport',
    ],
    ['a depth of nothing', { depthLimit: 0 }, 'depthLimit must be a whole number >= 1'],
    ['a levelComparison', { levelComparison: 'asc' }, "levelComparison must be 'ASC', 'DESC' or a function"],
    ['a bad path', { redact: ['a..b'] }, 'redact'],
  ])('are refused: %s', (_, options, message) => {
    expect(refusal(options).message).toContain(message);
  });

  it('may be undefined, as when they are passed on', () => {
    const options = Object.fromEntries(
      ['level', 'service', 'redact', 'base', 'pretty', 'timestamp', 'serializers'].map((name) => [name, undefined]),
    );
    const lines = createLines();
    createLogger(options as LoggerOptions, lines).info('x'); // exactOptionalPropertyTypes would not let it
    expect(lines.record()).toMatchObject({ level: 'info', msg: 'x' });
  });

  it('are refused without showing a value', () => {
    const value = 'hunter2-correct-horse';
    expect(
      refusal({ level: value, service: [value], redact: { pseudonym: { key: 'short-secret' } } }).message,
    ).not.toMatch(/hunter2|short-secret/);
  });

  it('refuse a destination that is none', () => {
    expect(refusal({}, {}).message).toContain('destination must be a stream, a path or a file descriptor');
  });
});

describe('the environment', () => {
  it('names the service and sets the level', () => {
    const lines = createLines();
    const environment = {
      LOG_LEVEL: 'DEBUG',
      OTEL_SERVICE_NAME: 'shop',
      SERVICE_VERSION: '1.2',
      NODE_ENV: 'production',
      LOG_PRETTY: '0',
      APP_ENV: ' ',
    };
    const logger = createLoggerFromEnv({ level: 'error', service: 'lost', base: { a: 1 } }, lines, environment);
    logger.debug('x');
    expect(lines.record()).toMatchObject({
      level: 'debug',
      service_name: 'shop',
      version: '1.2',
      env: 'production',
      a: 1,
    });
  });

  it('leaves the options as they are where nothing is set', () => {
    const lines = createLines();
    createLoggerFromEnv({ service: 'shop' }, lines, {}).info('x');
    expect(lines.record()).toEqual({ level: 'info', time: expect.any(String), service_name: 'shop', msg: 'x' });
  });

  it('knows custom levels', () => {
    const lines = createLines();
    createLoggerFromEnv({ customLevels: { audit: 35 } }, lines, { LOG_LEVEL: 'audit' }).audit('x');
    expect(lines.record()).toMatchObject({ level: 'audit' });
  });

  it('gives the key for pseudonyms, whatever the form of redact', () => {
    const environment = { LOGVEIL_PSEUDONYM_KEY: 'k'.repeat(32), LOGVEIL_PSEUDONYM_KEY_ID: 'k1' };
    for (const redact of [['note'], { censor: 'pseudonym', paths: ['note'] }, undefined]) {
      const lines = createLines();
      const options: LoggerOptions = redact === undefined ? {} : { redact };
      createLoggerFromEnv(options, lines, environment).info({ note: 'jane', password: 'hunter2-horse' });
      expect(lines.lines[0]).not.toContain('hunter2');
      expect(lines.lines[0]?.includes('jane')).toBe(redact === undefined);
    }
  });

  it('is refused all at once, naming each variable and no value', () => {
    const environment = {
      LOG_LEVEL: 'debgu',
      LOG_PRETTY: 'maybe',
      LOGVEIL_PSEUDONYM_KEY: 'short-secret',
      SERVICE_NAME: 'x'.repeat(300),
      LOGVEIL_PSEUDONYM_KEY_ID: '!!',
    };
    try {
      createLoggerFromEnv({}, createLines(), environment);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(OptionsError);
      expect(error).toMatchObject({ code: 'LOGVEIL_ENV' });
      const { problems, message } = error as OptionsError; // checked above
      expect(problems.map(({ option }) => option)).toEqual([
        'LOG_LEVEL',
        'SERVICE_NAME',
        'LOG_PRETTY',
        'LOGVEIL_PSEUDONYM_KEY',
        'LOGVEIL_PSEUDONYM_KEY_ID',
      ]);
      expect(message).toContain('did you mean "debug"?');
      expect(message).not.toMatch(/debgu|maybe|short-secret|xxx|!!/);
    }
  });
});
