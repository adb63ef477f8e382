/**
 * Joins the modules behind `logveil lint`, `logveil scrub` and lint's threads into a few files in `dist/joined`, and
 * writes what loads them. Node takes half a millisecond for each module it loads, and a run of lint needs two hundred;
 * CommonJS spares it its loader of modules, and lets the compiled code be kept (`src/joined`).
 *
 *   node scripts/bundle-cli.mjs    after tsc has written dist
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const dist = resolve(root, 'dist');
const joined = resolve(dist, 'joined');

/** Loaded one by one, as modules: what other commands need. `importModule` is given to each file by what loads it. */
const apart = /\bimport\('\.\/((?:prove|rules|explain|doctor|ship)-command|config)\.js'\)/g;
const leaveApart = {
  name: 'leave-apart',
  transform: (code) => code.replace(apart, "importModule('../cli/$1.js')"),
};

const format = { format: 'cjs', minify: { compress: true, mangle: true, codegen: true } };

await writeLoader('cli/bin');
await writeLoader('lint/thread');
const packages = await writeJoined();
for (const name of readdirSync(joined)) if (name.endsWith('.cjs')) wrap(join(joined, name));
writeFileSync(join(joined, 'LICENSES.txt'), licencesOf(packages));
// Whoever builds has run it once, so that the compiled code is there for the next run. It is no part of the package.
for (const args of [['lint', '-'], ['scrub']]) run(args, 'password=x\n');

/** The small program that is started: `x.js` as `x.cjs`, in one file. */
async function writeLoader(name) {
  const bundle = await rolldown({ input: join(dist, `${name}.js`), platform: 'node' });
  await bundle.write({ ...format, file: join(dist, `${name}.cjs`), codeSplitting: false });
}

/** Returns the folders of the packages whose code is in the files. */
async function writeJoined() {
  const bundle = await rolldown({
    input: { main: join(dist, 'cli/main.js'), worker: join(dist, 'lint/worker.js') },
    platform: 'node',
    external: /^node:/,
    plugins: [leaveApart],
  });
  const { output } = await bundle.write({
    ...format,
    dir: joined,
    chunkFileNames: '[name].cjs',
    entryFileNames: '[name].cjs',
  });
  const files = output.flatMap(({ modules }) => Object.keys(modules ?? {}));
  const folders = files.map((file) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(folders.flat())].sort();
}

/** One function, in ASCII, with a hash of itself at the end, by which its compiled code is known. */
function wrap(path) {
  const ascii = readFileSync(path, 'utf8').replace(
    /[\u0080-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  if (/[^.\w]import\(/.test(ascii)) throw new Error(`${path} has an import() that no loader would answer`);
  const source = `(function(exports,require,module,importModule,__filename,__dirname){${ascii}\n})`;
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 16);
  writeFileSync(path, `${source}\n//${hash}`);
}

function run(args, input) {
  const { status, stderr } = spawnSync(process.execPath, [join(dist, 'cli/bin.cjs'), ...args], { input });
  if (status !== 0 && status !== 1) throw new Error(`logveil ${args.join(' ')} ended with ${status}: ${stderr}`);
}

function licencesOf(folders) {
  return folders
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      if (file === undefined) throw new Error(`${name} has no licence`);
      return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
