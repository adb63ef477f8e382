import { Writable } from 'node:stream';
import fc from 'fast-check';
import { type Logger, pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../src/index.ts';
import { benignRecord, benignText, type Held, planted, runs } from '../support/planted.ts';
import { starred } from '../support/traps.ts';

let out = '';
const stream = new Writable({
  decodeStrings: false,
  write(chunk, _encoding, done) {
    out += String(chunk);
    done();
  },
});
const logger = createLogger({ clock: () => 0 }, stream);

function lineOf(call: (logger: Logger) => void): string {
  out = '';
  call(logger);
  return out;
}

const MARKER = '[REDACTED:gone]';

/** Every way into a record, with what stands around it. */
const places: Readonly<Record<string, (held: Held, around: Record<string, unknown>, said: string) => string>> = {
  field: (held, around, said) => lineOf((log) => log.info({ ...around, held }, said)),
  'first field': (held, around, said) => lineOf((log) => log.info({ held, ...around }, said)),
  'whole record': (held, around, said) =>
    lineOf((log) => log.info(typeof held === 'object' ? held : { held }, said || JSON.stringify(around))),
  message: (held, around, said) =>
    lineOf((log) => log.info(around, `${said} ${typeof held === 'string' ? held : JSON.stringify(held)}`)),
  'formatted message': (held, around, said) => lineOf((log) => log.info(around, '%s %j', said, held)),
  binding: (held, around, said) => lineOf((log) => log.child({ held }).info(around, said)),
  'two bindings': (held, around, said) => lineOf((log) => log.child(around).child({ held }).info(said)),
  prefix: (held, around, said) =>
    lineOf((log) =>
      log.child({}, { msgPrefix: `${typeof held === 'string' ? held : JSON.stringify(held)} ` }).info(around, said),
    ),
  'an error’s member': (held, around, said) =>
    lineOf((log) => log.error({ ...around, err: Object.assign(new Error('failed'), { stack: '', held }) }, said)),
  'an error’s cause': (held, around, said) =>
    lineOf((log) =>
      log.error({ ...around, err: Object.assign(new Error('failed', { cause: held }), { stack: '' }) }, said),
    ),
  'an error’s message': (held, around, said) =>
    lineOf((log) => {
      const text = typeof held === 'string' ? held : JSON.stringify(held);
      log.error({ ...around, err: Object.assign(new Error(text), { stack: `Error: ${text}\n    at x` }) }, said);
    }),
};

describe('a record with a secret anywhere', () => {
  it.each(Object.entries(places))('comes out without it and otherwise unchanged: %s', (_, write) => {
    fc.assert(
      fc.property(planted, benignRecord, benignText, ({ secret, hold }, around, said) => {
        const line = write(hold(secret), around, said);
        const without = write(hold(MARKER), around, said);
        for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
          expect(line).not.toContain(form);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(starred(JSON.parse(line))).toEqual(starred(JSON.parse(without)));
      }),
      { ...runs, numRuns: 100 },
    );
  });
});

describe('a record without a secret', () => {
  it('has the content pino writes', () => {
    const bare = pino({ base: null, timestamp: false, formatters: { level: (level) => ({ level }) } }, stream);
    fc.assert(
      fc.property(benignRecord, benignRecord, benignText, (fields, bound, said) => {
        // pino asks bindings for `hasOwnProperty`.
        const bindings = { ...bound };
        const { time, ...ours } = JSON.parse(lineOf((log) => log.child(bindings).info(fields, said)));
        out = '';
        bare.child(bindings).info(fields, said);
        expect(time).toBe('1970-01-01T00:00:00.000Z');
        expect(ours).toEqual(JSON.parse(out));
      }),
      runs,
    );
  });
});
