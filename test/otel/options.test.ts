import { describe, expect, it } from 'vitest';
import { OptionsError } from '../../src/errors/index.ts';
import { startTelemetry, type TelemetryOptions } from '../../src/otel/index.ts';

/** What startTelemetry refuses: names of options, and the whole text. */
function refused(options: object): { readonly names: readonly string[]; readonly text: string } {
  try {
    // A cast that holds as far as the test wants it to: the options are wrong.
    startTelemetry(options as TelemetryOptions);
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    return { names: error.problems.map(({ option }) => option), text: error.message };
  }
  throw new Error('was not refused');
}

describe('startTelemetry', () => {
  it('refuses everything that is wrong at once', () => {
    const wrong = {
      servcie: 'a',
      version: '',
      url: 'localhost:4318',
      headers: { a: 1 },
      resource: [],
      spanExporters: [{}],
      logRecordProcessors: 'x',
      instrumentations: [{}],
      shutdownWithinMs: -1,
      signals: ['TERM'],
      redact: { kyes: [] },
      logger: console,
      sdk: { spanProcessors: [], traceExporter: {}, metricReaders: [] },
    };
    const { names, text } = refused(wrong);
    expect(names).toEqual([
      ...Object.keys(wrong).filter((name) => !['redact', 'logger', 'sdk'].includes(name)),
      'redact.kyes',
      'logger',
      'sdk.spanProcessors',
      'sdk.traceExporter',
      'sdk.metricReaders',
    ]);
    expect(text).toContain('servcie is not an option (did you mean "service"?)');
  });

  it.each([
    ['a name that only logveil writes', ['trace_id'], 'baggage[0]'],
    ['a name that is none', ['tenant', ''], 'baggage[1]'],
    ['more names than a context has room for', Array.from({ length: 17 }, (_, index) => `n${index}`), 'baggage'],
  ])('refuses baggage with %s', (_, baggage, name) => {
    expect(refused({ baggage }).names).toEqual([name]);
  });

  it.each([['a URL with credentials', 'https://user:hunter2@example.com']])(
    'refuses %s, and does not show it',
    (_, url) => {
      const { names, text } = refused({ url });
      expect(names).toEqual(['url']);
      expect(text).not.toContain('hunter2');
    },
  );

  it.each([[null], ['x'], [[]]])('refuses %j instead of options', (options) => {
    // A cast that holds as far as the test wants it to: these are no objects of options.
    expect(refused(options as object).names).toEqual(['options']);
  });
});
