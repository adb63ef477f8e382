import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { createCompiledCode } from './compiled-code.ts';
import { onFirstUse } from './first-use.ts';

/** Where `scripts/bundle-cli.mjs` writes the files, each of them one function of CommonJS. */
const folder = fileURLToPath(new URL('../joined/', import.meta.url));

/** A script that is compiled by itself has no `import()`. Paths are relative to what starts it, in a folder beside the file's. */
const importModule = (path: string): Promise<unknown> => import(path);

/** Modules of Node that most runs do without. They take 2.6, 1.4 and 1.2 ms of 110 to load. */
const SELDOM_USED: ReadonlySet<string> = new Set(['node:child_process', 'node:fs/promises', 'node:zlib']);

type JoinedFile = (
  exports: object,
  require: (id: string) => unknown,
  module: { exports: object },
  importModule: (path: string) => Promise<unknown>,
  filename: string,
  directory: string,
) => void;

/**
 * Loads one of the files that the modules behind the command line and behind lint's threads are joined into. It is
 * compiled once: what V8 made of it is kept beside it and taken from there the next time.
 *
 * @param name of the file in `dist/joined`, without its ending
 * @param keeps whether what had to be compiled is kept when the program ends; threads leave that to the program
 * @throws what the file throws while it is loaded
 */
export function loadJoined(name: string, keeps: boolean): void {
  const nodeRequire = createRequire(import.meta.url);
  const compiled = createCompiledCode(folder);
  const loaded = new Map<string, { exports: object }>();
  const load = (path: string): object => {
    const known = loaded.get(path);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    loaded.set(path, module);
    const directory = dirname(path);
    const ownRequire = (id: string): unknown => {
      if (id.startsWith('.')) return load(resolve(directory, id));
      return SELDOM_USED.has(id) ? onFirstUse(() => nodeRequire(id)) : nodeRequire(id);
    };
    compile(path)(module.exports, ownRequire, module, importModule, path, directory);
    return module.exports;
  };
  const compile = (path: string): JoinedFile => {
    // Written in ASCII, which V8 reads without decoding.
    const source = readFileSync(path, 'latin1');
    const script = new Script(source, { filename: path, ...compiled.of(path, source) });
    compiled.add(path, source, script);
    // The cast holds: the build wraps each file in such a function.
    return script.runInThisContext() as JoinedFile;
  };
  if (keeps) process.once('exit', compiled.keep);
  load(resolve(folder, `${name}.cjs`));
}
