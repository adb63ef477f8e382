import { type Logger, type LoggerOptions as PinoOptions, pino } from 'pino';
import { describe, expectTypeOf, it } from 'vitest';
import { createLogger, type LoggerOptions } from '../../src/logger/index.ts';
import { createLines } from '../support/log-lines.ts';

// What must not compile is marked; the type check of the repository fails when it starts to.
describe('the types', () => {
  it('are those of a pino logger', () => {
    expectTypeOf(createLogger({}, createLines())).toExtend<Logger>();
    expectTypeOf(createLogger({}, createLines()).child({ a: 1 })).toExtend<Logger>();
    const logger = createLogger({}, createLines());
    logger.info('text');
    logger.info('%s and %d', 'x', 4);
    logger.info({ a: 1 }, 'text');
    logger.error(new Error('x'));
    logger.child({ a: 1 }, { level: 'debug', redact: ['a'], msgPrefix: 'x' }).debug({ a: 1 });
    // @ts-expect-error a level nobody defined
    expectTypeOf(() => logger.audit('x')).toBeFunction();
    // @ts-expect-error %d wants a number
    logger.info('%d', 'x');
  });

  it('know custom levels', () => {
    const logger = createLogger({ customLevels: { audit: 35 } }, createLines());
    logger.audit('x');
    logger.info('x');
    const child = logger.child({}, { customLevels: { trivia: 31 } });
    child.trivia('x');
    child.audit('x');
    const only = createLogger({ customLevels: { loud: 70 }, useOnlyCustomLevels: true, level: 'loud' }, createLines());
    only.loud('x');
    // @ts-expect-error pino's levels are off
    expectTypeOf(() => only.info('x')).toBeFunction();
  });

  it('take what pino takes, and a destination', () => {
    const options: PinoOptions = {
      level: 'info',
      redact: { paths: ['a'], censor: (_value, path: string[]) => path.join() },
    };
    const { browser: _browser, safe: _safe, levelVal: _levelVal, ...taken } = options;
    createLogger(taken, createLines());
    createLogger({ redact: ['a'] }, pino.multistream([createLines()]));
    createLogger({ redact: { keys: ['loyalty number'], censor: 'mask' } }, createLines());
  });

  it('refuse what is no option', () => {
    const refuse = (): void => {
      // @ts-expect-error a misspelt name
      createLogger({ levle: 'info' });
      // @ts-expect-error no number
      createLogger({ service: 7 });
      // @ts-expect-error not on Node
      createLogger({ browser: {} });
      // @ts-expect-error pino-pretty is asked for by pretty
      createLogger({ prettyPrint: true });
      // @ts-expect-error no destination
      createLogger({}, {});
      // @ts-expect-error no pack of ours
      createLogger({ redact: { packs: ['secert'] } });
    };
    expectTypeOf(refuse).toBeFunction();
    expectTypeOf<LoggerOptions>().not.toHaveProperty('browser');
  });
});
