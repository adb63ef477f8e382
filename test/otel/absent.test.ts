import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

describe('where no package of OpenTelemetry is installed', () => {
  let directory: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'logveil-absent-'));
    const modules = join(directory, 'node_modules');
    mkdirSync(join(modules, 'logveil'), { recursive: true });
    cpSync(join(root, 'dist'), join(modules, 'logveil/dist'), { recursive: true });
    cpSync(join(root, 'package.json'), join(modules, 'logveil/package.json'));
    for (const name of Object.keys(dependencies)) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  const run = (
    code: string,
    flags: readonly string[] = [],
  ): { stdout: string; stderr: string; status: number | null } => {
    writeFileSync(join(directory, 'program.mjs'), code);
    return spawnSync(process.execPath, [...flags, 'program.mjs'], { cwd: directory, encoding: 'utf8' });
  };

  it('startTelemetry says in one error what to install', () => {
    const { stdout } = run(`
      import { startTelemetry } from 'logveil/otel';
      try { startTelemetry(); } catch (error) { console.log(error.name, error.message); }`);
    expect(stdout).toBe(
      'OptionsError startTelemetry was refused: 1 problem\n  - startTelemetry needs the package @opentelemetry/sdk-node: npm install @opentelemetry/sdk-node@^0.223 @opentelemetry/api@~1.9.1\n',
    );
  });

  it('so does --import logveil/otel/register, before the service runs', () => {
    const { stdout, stderr, status } = run("console.log('service')", ['--import', 'logveil/otel/register']);
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
    expect(stderr).toContain('npm install @opentelemetry/sdk-node');
  });

  it('startTelemetry names a package that an incomplete installation of the SDK lacks', () => {
    const modules = join(directory, 'node_modules/@opentelemetry');
    const installed = join(root, 'node_modules/@opentelemetry');
    mkdirSync(modules);
    cpSync(join(installed, 'sdk-node'), join(modules, 'sdk-node'), { recursive: true });
    for (const name of readdirSync(installed)) {
      if (name !== 'sdk-node' && !name.endsWith('-grpc')) symlinkSync(join(installed, name), join(modules, name));
    }
    const { stdout, stderr } = run(`
      import { startTelemetry } from 'logveil/otel';
      process.env.OTEL_EXPORTER_OTLP_PROTOCOL = 'grpc';
      try { startTelemetry(); } catch (error) { console.log(error.name, error.message); }`);
    rmSync(modules, { recursive: true });
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /^OptionsError .*\n.*needs the package @opentelemetry\/\S+-grpc, which @opentelemetry\/sdk-node brings: npm install/,
    );
  });

  it('loggers, contexts and the doctor work, and exporters can be wrapped', () => {
    const { stdout, stderr } = run(`
      import { createLogger, runWithContext } from 'logveil';
      import { doctor } from 'logveil/doctor';
      import { redactSpanExporter, useLogger } from 'logveil/otel';
      const logger = createLogger();
      runWithContext({ correlation_id: 'order-17' }, () => logger.info('charged'));
      console.log(useLogger(logger), typeof redactSpanExporter({ export() {}, async shutdown() {} }).export);
      console.log((await doctor()).healthy);`);
    expect(stderr).toBe('');
    const [line = '{}', ...rest] = stdout.trim().split('\n');
    const record = JSON.parse(line);
    expect(record).toMatchObject({ msg: 'charged', correlation_id: 'order-17' });
    expect(record).not.toHaveProperty('trace_id');
    expect(rest).toEqual(['false function', 'true']);
  });
});
