import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { password } from '../support/fake-secrets.ts';
import { environment, examples, logs, read, run, single } from '../support/scale-runs.ts';
import { tempDirectory } from '../support/temp-files.ts';

/** Findings in three files by rule. */
const expected = new Map([
  ['password', 60],
  ['token', 3 * [7, 14, 21, 28, 42, 49, 56, 63, 77, 84, 91, 98].length],
]);

describe('the Kubernetes Job', () => {
  const job = parseYaml(read('lint-kubernetes/job.yaml'));
  const merge = parseYaml(read('lint-kubernetes/merge.yaml'));
  const [container] = job.spec.template.spec.containers;

  it('is an Indexed Job with as many shards as completions, and keeps its pods small', () => {
    expect(job).toMatchObject({ apiVersion: 'batch/v1', kind: 'Job', spec: { completionMode: 'Indexed' } });
    expect(container.env).toContainEqual({ name: 'SHARDS', value: String(job.spec.completions) });
    expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
    const mounts = container.volumeMounts.map(({ name }: { name: string }) => name);
    expect(job.spec.template.spec.volumes.map(({ name }: { name: string }) => name)).toEqual(mounts);
    expect(merge.spec.template.spec.restartPolicy).toBe('Never');
  });

  it('writes, pod by pod and merged, the report of one run', { timeout: 60_000 }, () => {
    const directory = logs();
    const reports = tempDirectory();
    const shards = 3;
    for (let index = 0; index < shards; index++) {
      const pod = { LOGS: directory, REPORTS: reports, SHARDS: String(shards), JOB_COMPLETION_INDEX: String(index) };
      const [program = '', ...flags] = container.command;
      const done = run(program, [...flags, ...container.args], { env: environment(pod) });
      expect(done.status, done.stderr).toBe(0);
    }
    const [merging] = merge.spec.template.spec.containers;
    const [program = '', ...flags] = merging.command;
    const done = run(program, [...flags, ...merging.args], { env: environment({ REPORTS: reports }) });
    expect(done.status, done.stderr).toBe(1);
    expect(existsSync(join(reports, 'report.html'))).toBe(true);
    const parts = Array.from({ length: shards }, (_, index) => join(reports, `${index}.part`));
    expect(run('logveil', ['report', 'merge', ...parts, '--json']).stdout).toBe(single(directory));
  });
});

/** The lines of all files in splits, as an engine hands them out. */
function splitsOf(directory: string): string[] {
  const lines = ['a.log', 'b.log', 'c.log'].flatMap((name) =>
    readFileSync(join(directory, name), 'utf8').trimEnd().split('\n'),
  );
  return Array.from(
    { length: 7 },
    (_, at) => `${lines.filter((_line, index) => Math.floor(index / 45) === at).join('\n')}\n`,
  );
}

describe('the recipe for Spark', () => {
  it('finds, split by split, what one run finds, with the same fingerprints', { timeout: 60_000 }, () => {
    const command = /^COMMAND = "(.+)"$/m.exec(read('lint-spark/lint_logs.py'))?.[1] ?? '';
    const directory = logs();
    const found = splitsOf(directory).flatMap((input) => {
      // Spark runs the command as words, without a shell.
      const [program = '', ...args] = command.split(' ');
      const done = run(program, args, { input });
      expect(done.status, done.stderr).toBe(0);
      return done.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
        .filter(({ type }) => type === 'finding');
    });
    const identity = ({ rule, path, fingerprint }: Record<string, string>) => `${rule} ${path} ${fingerprint}`;
    expect(found.map(identity).sort()).toEqual(JSON.parse(single(directory)).findings.map(identity).sort());
  });
});

describe('the recipe for Hadoop streaming', () => {
  it('counts, through mapper, combiner and reducer, what one run counts', { timeout: 60_000 }, () => {
    const script = (name: string, input: string): string => {
      const done = run(join(examples, 'lint-hadoop', name), [], { input });
      expect(done.status, done.stderr).toBe(0);
      return done.stdout;
    };
    const mapped = splitsOf(logs()).map((split) => script('reducer.sh', script('mapper.sh', split)));
    const sorted = mapped.join('').split('\n').filter(Boolean).sort().join('\n');
    const counts = new Map(
      script('reducer.sh', `${sorted}\n`)
        .trimEnd()
        .split('\n')
        .map((line) => {
          const [rule = '', count = ''] = line.split('\t');
          return [rule, Number(count)] as const;
        }),
    );
    expect(counts).toEqual(expected);
  });

  it('fails its task when a split cannot be scanned', () => {
    expect(run(join(examples, 'lint-hadoop/mapper.sh'), [], { input: '\u0000\u0000binary\n' }).status).not.toBe(0);
  });

  it('is shell that parses', () => {
    for (const file of [
      'lint-hadoop/run.sh',
      'lint-hadoop/mapper.sh',
      'lint-hadoop/reducer.sh',
      'lint-parallel/lint-parallel.sh',
    ])
      expect(run('bash', ['-n', join(examples, file)])).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});

interface VectorSource {
  readonly type: string;
  readonly mode: string;
  readonly command: readonly string[];
}

describe('the filters for log shippers', () => {
  it('of Vector are exec sources whose commands give clean lines and findings as JSON', () => {
    // The cast holds: the assertions below look at what matters of it.
    const { sources, sinks } = parseToml(read('lint-shippers/vector.toml')) as unknown as {
      readonly sources: Readonly<Record<'app' | 'leaks', VectorSource>>;
      readonly sinks: { readonly loki: { readonly inputs: readonly string[] } };
    };
    expect(sinks.loki.inputs).toEqual(Object.keys(sources));
    expect([sources.app.type, sources.app.mode, sources.leaks.mode]).toEqual(['exec', 'streaming', 'scheduled']);
    const directory = logs();
    const at = (source: VectorSource): [string, string[]] => {
      const [program = '', ...args] = source.command;
      return [
        program,
        args.map((arg) =>
          arg
            .replace('/var/log/app/app.log', join(directory, 'a.log'))
            .replace('/var/log/app', directory)
            .replace('-F', ''),
        ),
      ];
    };
    const clean = run(...at(sources.app));
    expect(clean.stdout.split('\n')).toHaveLength(101);
    expect(clean.stdout).toContain('[REDACTED:password]');
    expect(clean.stdout).not.toContain(password);
    const leaks = run(...at(sources.leaks));
    expect([
      leaks.status,
      leaks.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)).length,
    ]).toEqual([0, 97]);
  });

  it('of Fluent Bit is an exec input whose command gives findings as JSON', () => {
    const { pipeline } = parseYaml(read('lint-shippers/fluent-bit.yaml'));
    const input = pipeline.inputs.find(({ name }: { name: string }) => name === 'exec');
    expect(input).toMatchObject({ parser: 'json', threaded: true });
    const done = run('sh', ['-c', input.command.replace('/var/log/app', logs())]);
    expect(done.status).toBe(0);
    for (const line of done.stdout.trimEnd().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
  });
});
