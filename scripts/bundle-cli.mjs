/**
 * Joins the modules behind `logveil lint`, `logveil scrub` and lint's threads into a few files, in `dist` and in place:
 * Node takes half a millisecond for each module it loads, and a run of lint needs two hundred.
 *
 *   node scripts/bundle-cli.mjs    after tsc has written dist
 */
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const dist = resolve(dirname(fileURLToPath(import.meta.url)), '../dist');

/** Loaded one by one as before: what other commands need, and errors, which all parts must know by one class. */
const apart =
  /^(?:errors\/|cli\/(?:prove-command|rules-command|explain-command|doctor-command|ship-command|config)\.js$)/;

const bundle = await rolldown({
  input: { 'cli/main': resolve(dist, 'cli/main.js'), 'lint/worker': resolve(dist, 'lint/worker.js') },
  platform: 'node',
  external(id, importer) {
    if (!id.startsWith('.') && !id.startsWith('/')) return true;
    const path = relative(dist, resolve(importer === undefined ? dist : dirname(importer), id));
    return apart.test(path);
  },
});
await bundle.write({
  dir: dist,
  format: 'esm',
  // In a folder as deep as theirs: some find the package's files, and lint its thread, from where they stand.
  chunkFileNames: 'lint/joined-[name].js',
  entryFileNames: '[name].js',
  // Blanks and comments are a quarter of what is to be parsed; names stay, for stack traces.
  minify: { compress: false, mangle: false, codegen: true },
});
