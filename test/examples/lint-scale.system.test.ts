import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { password } from '../support/fake-secrets.ts';
import { environment, examples, logs, run, single } from '../support/scale-runs.ts';
import { tempDirectory } from '../support/temp-files.ts';

describe('the recipe for GNU parallel', () => {
  it('writes the report of one run', { timeout: 60_000 }, () => {
    const directory = logs();
    const report = join(tempDirectory(), 'report.json');
    const script = join(examples, 'lint-parallel/lint-parallel.sh');
    const done = run(script, [directory, report], { env: environment({ SHARDS: '3', HOME: tempDirectory() }) });
    expect(done.status, done.stderr).toBe(1);
    expect(readFileSync(report, 'utf8')).toBe(single(directory));
  });
});

describe('the recipe for Spark', () => {
  it('is Python that compiles, and reads what logveil writes', () => {
    const program =
      'import sys; sys.path.insert(0, sys.argv[1]); import lint_logs; print(list(lint_logs.findings(sys.stdin)))';
    const input = run('logveil', ['lint', '-', '--format', 'ndjson'], { input: `{"password":"${password}"}\n` }).stdout;
    const done = run('python3', ['-B', '-c', program, join(examples, 'lint-spark')], { input });
    expect(done.stdout, done.stderr).toBe("[(('password', 'password'), 1)]\n");
  });
});
