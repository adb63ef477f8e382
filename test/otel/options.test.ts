import { describe, expect, it } from 'vitest';
import { OptionsError } from '../../src/errors/index.ts';
import { startTelemetry, type TelemetryOptions } from '../../src/otel/index.ts';
import { readDocument } from '../docs/markdown.ts';

// The compiler asks for a line here when an option is added, and the test for a row in the guide.
const telemetryOptions = {
  redact: true,
  logger: true,
  service: true,
  env: true,
  version: true,
  resource: true,
  url: true,
  headers: true,
  spanExporters: true,
  logRecordExporters: true,
  spanProcessors: true,
  logRecordProcessors: true,
  instrumentations: true,
  baggage: true,
  shutdownWithinMs: true,
  signals: true,
  sdk: true,
} satisfies Record<keyof TelemetryOptions, true>;

describe('the guide', () => {
  it('has a row for every option and no other', () => {
    const section = readDocument('docs/guides/otel.md').split('## With options\n')[1]?.split('\n## ')[0] ?? '';
    const firstColumns = [...section.matchAll(/^\| ([^|]+)\|/gm)].map(([, cell = '']) => cell);
    const names = firstColumns.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
    expect(names.sort()).toEqual(Object.keys(telemetryOptions).sort());
  });
});

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
