/**
 * `npm run fuzz [-- FACTOR]`: runs the properties of the reader and of `scrub` FACTOR times as often as `npm test`
 * does (100 by default, some minutes), each time from another seed, which is printed when something fails.
 */
import { spawnSync } from 'node:child_process';

const factor = Number(process.argv[2] ?? '100');
if (!(factor > 0)) {
  process.stderr.write('The factor must be a number above 0.\n');
  process.exit(2);
}
const files = ['test/lint/reader-fuzz.test.ts', 'test/lint/scrub-then-lint.test.ts', 'test/lint/ranges.test.ts'];
const { status } = spawnSync('npx', ['vitest', 'run', ...files], {
  stdio: 'inherit',
  env: { ...process.env, LOGVEIL_FUZZ_FACTOR: String(factor) },
});
process.exitCode = status ?? 1;
