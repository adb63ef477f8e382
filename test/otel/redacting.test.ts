import { SeverityNumber } from '@opentelemetry/api-logs';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  type LogRecordProcessor,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  InstrumentType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OptionsError } from '../../src/errors/index.ts';
import { createLogger } from '../../src/logger/index.ts';
import {
  redactLogRecordExporter,
  redactLogRecordProcessor,
  redactMetricExporter,
  redactSpanExporter,
  redactSpanProcessor,
  type TelemetryRules,
  useLogger,
} from '../../src/otel/index.ts';
import { password as secret } from '../support/fake-secrets.ts';
import { createLines } from '../support/log-lines.ts';

/** A tracer whose spans arrive, clean, in `clean`, and as they are in `raw`. */
function tracing(rules?: TelemetryRules) {
  const [clean, raw] = [new InMemorySpanExporter(), new InMemorySpanExporter()];
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'checkout', 'process.command_args': ['--password', secret] }),
    spanProcessors: [new SimpleSpanProcessor(redactSpanExporter(clean, rules)), new SimpleSpanProcessor(raw)],
  });
  return { tracer: provider.getTracer('test'), clean: () => only(clean), raw: () => only(raw) };
}

function only(exporter: InMemorySpanExporter): ReadableSpan {
  const spans = exporter.getFinishedSpans();
  expect(spans).toHaveLength(1);
  // A cast that holds: its number was looked at.
  return spans[0] as ReadableSpan;
}

/** The attributes of a span that was ended with these, after cleaning. */
function cleaned(attributes: object, rules?: TelemetryRules): object {
  const { tracer, clean } = tracing(rules);
  tracer.startSpan('a', { attributes: { ...attributes } }).end();
  return clean().attributes;
}

describe('redactSpanExporter', () => {
  it('hides by rules of a redact option: keys, paths, packs', () => {
    const redact = { keys: ['loyalty number'], paths: ['["app.note"]'], packs: ['pii.us'] as const };
    const given = { 'user.loyaltyNumber': 'LN-2041', 'app.note': 'anything', kept: 'yes' };
    expect(cleaned(given, { redact })).toEqual({
      'user.loyaltyNumber': '[REDACTED:configured-key]',
      'app.note': '[REDACTED:configured-path]',
      kept: 'yes',
    });
  });

  it('hides by the rules of a logger, and of a child that has more of them', () => {
    const logger = createLogger({ redact: { keys: ['loyalty number'] } }, createLines());
    const child = logger.child({}, { redact: ['memo'] });
    const given = { loyalty_number: 'LN-2041', memo: 'anything' };
    expect(cleaned(given, { logger })).toEqual({ loyalty_number: '[REDACTED:configured-key]', memo: 'anything' });
    expect(cleaned(given, { logger: child })).toEqual({
      loyalty_number: '[REDACTED:configured-key]',
      memo: '[REDACTED:configured-path]',
    });
  });

  it('uses both when it is given both', () => {
    const logger = createLogger({ redact: { keys: ['memo'] } }, createLines());
    const hidden = cleaned({ memo: 'x', note: 'y' }, { logger, redact: { keys: ['note'] } });
    expect(hidden).toEqual({ memo: '[REDACTED:configured-key]', note: '[REDACTED:configured-key]' });
  });

  it('leaves ids, times, kind, status code and the original span alone', () => {
    const { tracer, clean, raw } = tracing();
    const span = tracer.startSpan(`token=${secret}`, { kind: 2, attributes: { password: secret } });
    span.addEvent('e', { password: secret });
    span.setStatus({ code: 2, message: `password=${secret}` });
    span.end();
    const [copy, original] = [clean(), raw()];
    expect(copy.spanContext()).toEqual(original.spanContext());
    for (const member of ['kind', 'startTime', 'endTime', 'duration', 'ended', 'droppedAttributesCount'] as const) {
      expect(copy[member]).toEqual(original[member]);
    }
    expect(copy.status.code).toBe(2);
    expect(copy.events[0]?.time).toEqual(original.events[0]?.time);
    expect(JSON.stringify([copy.name, copy.attributes, copy.events, copy.status])).not.toContain(secret);
    expect(original).toMatchObject({ name: `token=${secret}`, attributes: { password: secret } });
  });

  it('cleans the resource, once for all spans', () => {
    const { tracer, clean, raw } = tracing();
    tracer.startSpan('a').end();
    expect(clean().resource.attributes).toEqual({
      'service.name': 'checkout',
      'process.command_args': ['--password', '[REDACTED:password]'],
    });
    expect(clean().resource).toBe(clean().resource);
    expect(raw().resource.attributes['process.command_args']).toContain(secret);
  });

  it('hides a whole list under a name that says so, and one entry of a list by its own form', () => {
    expect(cleaned({ 'http.request.header.x-api-key': [secret, secret], tags: ['a', `password=${secret}`] })).toEqual({
      'http.request.header.x-api-key': '[REDACTED:api-key]',
      tags: ['a', 'password=[REDACTED:password]'],
    });
  });

  it('leaves what is telemetry and no secret alone', () => {
    const given = {
      'gen_ai.usage.input_tokens': 120,
      'server.address': 'api.example.com',
      'network.peer.address': '127.0.0.1',
      'user_agent.original': 'curl/8.0',
      'messaging.message.id': '0123456789abcdef',
      'code.function.name': 'getToken',
      'thread.id': 1,
      ratio: Number.NaN,
      isOk: true,
      sizes: [1, Number.POSITIVE_INFINITY],
    };
    expect(cleaned(given)).toEqual(given);
  });

  it('leaves any attributes alone that nothing is found in', () => {
    const value = fc.oneof(
      fc.boolean(),
      fc.integer({ max: 999 }),
      fc.double({ max: 999 }),
      fc.constantFrom('ok', 'GET'),
    );
    const seen: ReadableSpan[] = [];
    const exporter = redactSpanExporter(collecting(seen));
    const span = spanWith({});
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b.c', 'd_e', 'x'), fc.oneof(value, fc.array(value))), (given) => {
        exporter.export([Object.create(span, { attributes: { value: given } })], () => undefined);
        expect(seen.pop()?.attributes).toEqual(given);
      }),
    );
  });

  it('writes the marker when a censor fails, and does not export what cannot be copied', () => {
    const censor = (): never => {
      throw new Error(secret);
    };
    expect(cleaned({ password: secret, kept: 'yes' }, { redact: { censor } })).toEqual({
      password: '[REDACTED:password]',
      kept: 'yes',
    });
    const seen: ReadableSpan[] = [];
    const results: number[] = [];
    const hostile = new Proxy(spanWith({}), {
      get: () => {
        throw new Error(secret);
      },
    });
    redactSpanExporter(collecting(seen)).export([hostile, spanWith({ a: 1 })], ({ code }) => results.push(code));
    expect(seen.map(({ attributes }) => attributes)).toEqual([{ a: 1 }]);
    expect(results).toEqual([0]);
  });

  it('hands on flush and shutdown, to exporters without a flush as well', async () => {
    const calls: string[] = [];
    const shutdown = async (): Promise<void> => void calls.push('shutdown');
    const exporter = redactSpanExporter({ export: () => undefined, shutdown });
    await exporter.forceFlush();
    await exporter.shutdown();
    expect(calls).toEqual(['shutdown']);
  });
});

/** An exporter that keeps what it is given. */
function collecting(seen: ReadableSpan[]) {
  return {
    export: (spans: ReadableSpan[], done: (result: { code: number }) => void) => {
      seen.push(...spans);
      done({ code: 0 });
    },
    shutdown: async () => undefined,
  };
}

function spanWith(attributes: object): ReadableSpan {
  const { tracer, raw } = tracing();
  tracer.startSpan('a').end();
  const span = raw();
  return Object.create(span, { attributes: { value: attributes } });
}

describe('redactSpanProcessor', () => {
  it('hands the live span on at the start and a clean copy at the end', () => {
    const memory = new InMemorySpanExporter();
    const inner = new SimpleSpanProcessor(memory);
    inner.onStart = (span) => void span.setAttribute('added', `password=${secret}`);
    const provider = new BasicTracerProvider({ spanProcessors: [redactSpanProcessor(inner)] });
    provider.getTracer('test').startSpan('a').end();
    expect(only(memory).attributes).toEqual({ added: 'password=[REDACTED:password]' });
  });
});

/** Emits a log record through what is wrapped, and gives what arrives. */
function emitted(record: object, wrap: (exporter: InMemoryLogRecordExporter) => LogRecordProcessor) {
  const memory = new InMemoryLogRecordExporter();
  const provider = new LoggerProvider({ processors: [wrap(memory)] });
  provider.getLogger('test').emit(record);
  const [found] = memory.getFinishedLogRecords();
  return found;
}

const byExporter = (exporter: InMemoryLogRecordExporter): LogRecordProcessor =>
  new SimpleLogRecordProcessor({ exporter: redactLogRecordExporter(exporter) });

const byProcessor = (exporter: InMemoryLogRecordExporter): LogRecordProcessor =>
  redactLogRecordProcessor(new SimpleLogRecordProcessor({ exporter }));

describe.each([
  ['redactLogRecordExporter', byExporter],
  ['redactLogRecordProcessor', byProcessor],
])('%s', (_, wrap) => {
  it('cleans body, attributes, event name and severity text', () => {
    const record = emitted(
      {
        severityNumber: SeverityNumber.WARN,
        severityText: 'WARN',
        eventName: `token=${secret}`,
        body: `password=${secret}`,
        attributes: { 'http.request.header.authorization': `Bearer ${secret}`, kept: 'yes' },
      },
      wrap,
    );
    expect(record).toMatchObject({
      severityNumber: SeverityNumber.WARN,
      severityText: 'WARN',
      eventName: 'token=[REDACTED:token]',
      body: 'password=[REDACTED:password]',
      attributes: { 'http.request.header.authorization': 'Bearer [REDACTED:authorization]', kept: 'yes' },
    });
  });

  it('exports what it looked at, whatever an object pretends to be', () => {
    const pretender = { toJSON: () => 'harmless', password: secret };
    const cyclic: Record<string, unknown> = { secret };
    cyclic['self'] = cyclic;
    const getter = Object.defineProperty({}, 'a', {
      enumerable: true,
      get: () => {
        throw new Error(secret);
      },
    });
    const body = { pretender, cyclic, getter, map: new Map([['password', secret]]), bytes: Buffer.from(secret) };
    const shown = emitted({ body, attributes: { pretender } }, wrap);
    expect(JSON.stringify([shown?.body, shown?.attributes])).not.toContain(secret);
    expect(shown?.body).toMatchObject({ pretender: 'harmless', bytes: `[Buffer, ${secret.length} bytes]` });
  });

  it('leaves numbers, bodies that are missing and times alone', () => {
    expect(emitted({ body: 17, attributes: { n: 1.5 } }, wrap)).toMatchObject({ body: 17, attributes: { n: 1.5 } });
    expect(emitted({ timestamp: 1_700_000_000_000 }, wrap)).toMatchObject({ hrTime: [1_700_000_000, 0] });
  });
});

describe('redactLogRecordProcessor', () => {
  it('cleans what the processor adds, too', () => {
    const record = emitted({ body: 'a' }, (exporter) => {
      const inner = new SimpleLogRecordProcessor({ exporter });
      return redactLogRecordProcessor({
        onEmit: (copy, context) => {
          copy.setAttribute('password', secret).setAttributes({ kept: 'yes' }).setBody(`token=${secret}`);
          copy.setEventName(`token=${secret}`).setSeverityText('INFO').setSeverityNumber(SeverityNumber.INFO);
          inner.onEmit(copy, context);
        },
        forceFlush: () => inner.forceFlush(),
        shutdown: () => inner.shutdown(),
      } satisfies LogRecordProcessor);
    });
    expect(record).toMatchObject({
      body: 'token=[REDACTED:token]',
      eventName: 'token=[REDACTED:token]',
      severityText: 'INFO',
      attributes: { password: '[REDACTED:password]', kept: 'yes' },
    });
  });
});

describe('redactMetricExporter', () => {
  it('cleans attributes of points and of the resource, and keeps the exporter’s choices', async () => {
    const memory = new InMemoryMetricExporter(AggregationTemporality.DELTA);
    const exporter = redactMetricExporter(memory);
    expect(exporter.selectAggregationTemporality(InstrumentType.COUNTER)).toBe(AggregationTemporality.DELTA);
    const provider = new MeterProvider({
      resource: resourceFromAttributes({ note: `password=${secret}` }),
      readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })],
    });
    provider.getMeter('test').createCounter('calls').add(3, { password: secret, route: '/pay' });
    await provider.forceFlush();
    const [metrics] = memory.getMetrics();
    expect(metrics?.resource.attributes).toEqual({ note: 'password=[REDACTED:password]' });
    expect(metrics?.scopeMetrics[0]?.metrics[0]).toMatchObject({
      descriptor: { name: 'calls' },
      dataPoints: [{ value: 3, attributes: { password: '[REDACTED:password]', route: '/pay' } }],
    });
    await provider.shutdown();
  });
});

describe('rules', () => {
  it('that are wrong are refused, all at once and without their content', () => {
    const wrong = { redact: { kyes: [secret] }, logger: console } as TelemetryRules;
    const refused = caught(() => redactSpanExporter(collecting([]), wrong));
    expect(refused.problems.map(({ option }) => option)).toEqual(['redact.kyes', 'logger']);
    expect(refused.message).toContain('did you mean "keys"');
    expect(refused.message).not.toContain(secret);
  });

  it('of a logger are refused by useLogger when it is not one of createLogger, and without telemetry not used', () => {
    expect(caught(() => useLogger(console)).problems).toHaveLength(1);
    expect(useLogger(createLogger({}, createLines()))).toBe(false);
  });
});

function caught(run: () => unknown): OptionsError {
  try {
    run();
  } catch (error) {
    if (error instanceof OptionsError) return error;
  }
  throw new Error('was not refused');
}
