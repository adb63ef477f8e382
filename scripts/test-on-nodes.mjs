/**
 * Runs the tests that depend on Node's own behaviour (contexts, channels, crashes, loader hooks, compiled code) on other
 * versions of Node: `npm run test:nodes`. The versions are npm packages with the binary inside, listed in
 * `test/node-versions/package.json`; they are installed there when they are missing, 190 MB each, and run no script of
 * their own.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'test/node-versions');
const tests =
  process.argv.length > 2 ? process.argv.slice(2) : ['test/context', 'test/doctor', 'test/joined', 'test/otel'];

if (process.platform !== 'linux' || process.arch !== 'x64') {
  process.stdout.write(
    `Other versions of Node are there for Linux on x64 only, and this is ${process.platform} on ${process.arch}.\n`,
  );
  process.exit(0);
}

const { optionalDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const binaries = Object.keys(optionalDependencies).map((name) => join(folder, 'node_modules', name, 'bin/node'));
if (!binaries.every((path) => existsSync(path))) {
  run('npm', ['install', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund'], folder);
}
for (const node of binaries) {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  process.stdout.write(`\nNode ${stdout.trim()}: ${tests.join(' ')}\n`);
  run(node, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...tests], root);
}

function run(command, args, cwd) {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
