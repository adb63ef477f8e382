import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from './collector.ts';
import { runProgram, secret } from './programs/run.ts';

const register = './dist/otel/register.js';
const program = (name: string): string => `./test/otel/programs/${name}`;

let collector: Collector;
let env: Record<string, string>;
let directory: string;

beforeEach(async () => {
  collector = await startCollector();
  directory = mkdtempSync(join(tmpdir(), 'logveil-otel-'));
  env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, SPOOL: join(directory, 'spool'), COLLECTOR: collector.url };
});

afterEach(() => {
  collector.close();
  rmSync(directory, { recursive: true });
});

describe('when a signal ends the process', () => {
  it.each([
    ['alone', '', 'SIGTERM', 'ready\n'],
    ['beside installProcessHandlers', 'handlers', 'SIGTERM', 'ready\n'],
    ['beside an application that listens itself', 'application', 7, 'ready\nclosing\n'],
  ])('spans are exported before, and the process ends as it should: %s', async (_, who, exit, stdout) => {
    const run = await runProgram('waiting.mjs', { preload: [register], env: { ...env, WHO: who }, signal: 'SIGTERM' });
    expect(run).toEqual({ stdout, stderr: '', exit });
    expect(collector.spans.map(({ name }) => name)).toEqual(['last']);
  });
});

describe('a logger that is there before telemetry', () => {
  it('gives it its rules, and the resource its service; children are not counted twice', async () => {
    const run = await runProgram('from-logger.mjs', { env });
    expect(run).toEqual({ stdout: '', stderr: '', exit: 0 });
    const [span] = collector.spans;
    expect(span?.attributes).toEqual({
      loyaltyNumber: '[REDACTED:configured-key]',
      memo: '[REDACTED:configured-path]',
    });
    expect(span?.resource).toMatchObject({
      'service.name': 'checkout',
      'deployment.environment.name': 'test',
      'service.version': '1.4.2',
    });
    const counted = collector.points.filter(({ metric }) => metric === 'logveil.redactions');
    expect(counted.map(({ attributes, value }) => [attributes['rule'], value])).toEqual([
      ['configured-key', 2],
      ['configured-path', 1],
    ]);
  });
});

describe('over gRPC', () => {
  it('headers are refused, for they would not be sent', async () => {
    const { stdout } = await runProgram('grpc.mjs', { env: { ...env, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' } });
    expect(stdout).toContain('headers is for OTLP over HTTP');
  });
});

describe('shutdown', () => {
  it('waits no longer than it may when the endpoint does not answer, and says so', async () => {
    const hanging = await startCollector({ isHanging: true });
    const run = await runProgram('impatient.mjs', { env: { ...env, COLLECTOR: hanging.url } });
    expect(run).toMatchObject({ stdout: 'false false\n', exit: 0 });
    expect(run.stderr.match(/LOGVEIL_TELEMETRY_LOST/g)).toHaveLength(1);
    expect(hanging.raw.length).toBeGreaterThan(0);
    hanging.close();
  });

  it('says that everything was exported', async () => {
    expect(await runProgram('impatient.mjs', { env })).toMatchObject({ stdout: 'true true\n', exit: 0 });
    expect(collector.spans.map(({ name }) => name)).toEqual(['last']);
  });
});

describe('starting', () => {
  it.each([
    ['telemetry runs', register],
    ['another SDK runs', program('foreign.mjs')],
  ])('is refused when %s already, for what that exports is not ours to clean', async (_, preload) => {
    const { stdout } = await runProgram('twice.mjs', { preload: [preload], env });
    expect(stdout).toMatch(/^LOGVEIL_OPTIONS startTelemetry was refused: 1 problem\n.*redactSpanExporter/);
  });

  it('is refused with everything that is wrong in the environment', async () => {
    const wrong = {
      OTEL_TRACES_EXPORTER: 'otlp,jaeger',
      OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/xml',
      OTEL_BSP_SCHEDULE_DELAY: '-5',
    };
    const { stderr, exit } = await runProgram('doctor.mjs', { preload: [register], env: wrong });
    expect(exit).toBe(1);
    expect(stderr).toContain('the environment was refused: 3 problems');
    for (const name of Object.keys(wrong)) expect(stderr).toContain(`- ${name} must be`);
  });

  it('exports nothing of a signal whose exporter is none', async () => {
    const none = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none' };
    const run = await runProgram('service.mjs', { preload: [register], env: { ...env, ...none } });
    expect(run).toMatchObject({ exit: 0 });
    expect(collector.logs).toHaveLength(2);
    expect(collector.spans).toEqual([]);
    expect(collector.points).toEqual([]);
  });

  it('does nothing when OTEL_SDK_DISABLED says so', async () => {
    const run = await runProgram('worker.mjs', { preload: [register], env: { ...env, OTEL_SDK_DISABLED: 'true' } });
    expect(run).toMatchObject({ stdout: 'main false\nworker false\n', exit: 0 });
  });

  it('happens in the main thread only, although worker threads inherit --import', async () => {
    const run = await runProgram('worker.mjs', { preload: [register], env });
    expect(run).toEqual({ stdout: 'main true\nworker false\n', stderr: '', exit: 0 });
  });
});

describe('baggage', () => {
  it('that is allowed becomes fields of the request’s lines; other, long and untrusted entries do not', async () => {
    const { stdout, stderr } = await runProgram('baggage.mjs', { env });
    expect(stderr).toBe('');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const fields = lines
      .filter(({ msg }) => msg === 'handling')
      .map(({ tenant, plan, password, other }) => ({ tenant, plan, password, other }));
    expect(fields).toEqual([{ tenant: 'acme' }, { plan: 'pro plus' }, {}, {}]);
    expect(stdout).not.toContain('hunter2');
    const { level, time, correlation_id, ...job } = lines.find(({ msg }) => msg === 'job');
    expect(job).toEqual({ tenant: 'acme', msg: 'job' });
  });
});

describe('metrics', () => {
  it('count what was hidden, by rule, and what became of lines', async () => {
    const run = await runProgram('metrics.mjs', { env });
    expect(run).toEqual({ stdout: 'true\n', stderr: '', exit: 0 });
    const points = collector.points.filter(({ metric }) => metric.startsWith('logveil.'));
    const countOf = (metric: string, attributes: object): unknown =>
      points.find((point) => point.metric === metric && JSON.stringify(point.attributes) === JSON.stringify(attributes))
        ?.value;
    expect(countOf('logveil.redactions', { rule: 'password' })).toBe(2);
    // One in the log, one in the span: the telemetry uses the logger's rules.
    expect(countOf('logveil.redactions', { rule: 'configured-key' })).toBe(2);
    expect(countOf('logveil.lines.delivered', {})).toBe(2);
    expect(countOf('logveil.lines.dropped', { reason: 'dropped_spool_full' })).toBe(0);
    expect(countOf('logveil.spool.size', {})).toBeTypeOf('number');
    expect(collector.spans[0]?.attributes).toEqual({ loyaltyNumber: '[REDACTED:configured-key]' });
    expect(collector.raw.join()).not.toMatch(new RegExp(`${secret}|LN-204`));
  });
});

describe('beside instrumentation-pino that sends log records', () => {
  const preload = [program('pino-sending.mjs')];

  it('records are clean, of createLogger and of bare pino', async () => {
    const run = await runProgram('pino-lines.mjs', { preload, env });
    expect(run.stderr).not.toContain('LOGVEIL');
    expect(collector.logs.map(({ body }) => body)).toEqual(['token=[REDACTED:token]', 'bare token=[REDACTED:token]']);
    expect(collector.raw.join()).not.toContain(secret);
    expect(run.stdout).not.toContain('log records wrong');
  });

  it('a logger that delivers its lines itself is told of, once', async () => {
    const run = await runProgram('pino-lines.mjs', { preload, env: { ...env, DELIVER: '1' } });
    expect(run.stderr.match(/LOGVEIL_LOGS_SENT_TWICE/g)).toHaveLength(1);
    expect(run.stderr).toContain('disableLogSending: true');
    expect(run.stdout).toContain('log records wrong');
    expect(collector.raw.join()).not.toContain(secret);
  });
});

describe('the doctor', () => {
  const saysOf = async (preload: string, more = {}): Promise<string> =>
    (await runProgram('doctor.mjs', { preload: [preload], env: { ...env, ...more } })).stdout;

  it('says that telemetry is cleaned, what is instrumented, and that the loader hook is there', async () => {
    const says = await saysOf(register);
    expect(says).toMatch(/^opentelemetry on/);
    expect(says).toContain('telemetry on: What OpenTelemetry exports is cleaned before.');
    expect(says).toContain('@opentelemetry/instrumentation-http, @opentelemetry/instrumentation-undici');
    expect(says).toContain('loader hook on');
  });

  it('calls an SDK wrong whose exporters are not wrapped, and says when the hook is not known of', async () => {
    const says = await saysOf(program('foreign.mjs'));
    expect(says).toContain('telemetry wrong: An SDK exports spans as they are, with the secrets in them.');
    expect(says).toContain('loader hook off');
  });

  it('says how many of its exporters are wrapped', async () => {
    expect(await saysOf(program('foreign.mjs'), { WRAPPED: '1' })).toContain('Wrapped: 1 for spans');
  });
});
