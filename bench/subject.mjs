/**
 * The build of logveil under test: `dist/`, or the folder in LOGVEIL_DIST, so that two builds can be compared.
 */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const build = resolve(repository, process.env['LOGVEIL_DIST'] ?? 'dist');

/** A module of the build by its path under `src`, without the ending: `subject('redact/engine')`. */
export async function subject(path) {
  const file = resolve(build, `${path}.js`);
  if (!existsSync(file)) throw new Error(`${file} is missing: run npm run build first`);
  return import(pathToFileURL(file).href);
}
