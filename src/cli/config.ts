import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, didYouMean, OptionsError } from '../errors/index.ts';
import type { LoggerOptions } from '../logger/index.ts';
import { createRedactor } from '../redact/index.ts';

const JSON_FILES = ['.json'];
const SCRIPT_FILES = ['.js', '.mjs', '.cjs'];
const TYPESCRIPT_FILES = ['.ts', '.mts', '.cts'];
const KNOWN_FILES = [...JSON_FILES, ...SCRIPT_FILES, ...TYPESCRIPT_FILES];

/**
 * Loads a logger's options from the file that `--config` names: JSON, or a module in JavaScript or TypeScript whose
 * default export is the options object, or a function (async too) that gives it. What is in it is checked where it is
 * used, by `createLogger` or the engine.
 *
 * Throws `OptionsError` when there is no such file, when it cannot be read, and when it gives no object.
 */
export async function loadLoggerOptions(file: string): Promise<LoggerOptions> {
  const path = resolve(file);
  const kind = extname(path).toLowerCase();
  if (!KNOWN_FILES.includes(kind)) {
    throw refused(file, `must end in one of ${KNOWN_FILES.join(', ')}${didYouMean(kind, KNOWN_FILES)}`);
  }
  const text = await readText(file, path);
  if (JSON_FILES.includes(kind)) return options(file, parseJson(file, text));
  const exported = await importModule(file, path, TYPESCRIPT_FILES.includes(kind));
  return options(file, await callIfFunction(file, exported));
}

async function readText(file: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw refused(file, code === 'ENOENT' ? 'does not exist; check the path' : `cannot be read (${code})`);
  }
}

/** The position alone: the parser's own message quotes the text, which may hold a secret. */
function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const at = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    const line = at === undefined ? '' : `, near line ${text.slice(0, Number(at)).split('\n').length}`;
    throw refused(file, `is not valid JSON${line}`);
  }
}

async function importModule(file: string, path: string, isTypeScript: boolean): Promise<unknown> {
  try {
    const module: object = isTypeScript ? await importTypeScript(file, path) : await import(pathToFileURL(path).href);
    if (!('default' in module)) throw refused(file, 'has no default export; export default the options of the logger');
    // What TypeScript compiles to CommonJS arrives as `{ default: { default: … } }`.
    const { default: exported } = module;
    return typeof exported === 'object' && exported !== null && '__esModule' in exported && 'default' in exported
      ? exported.default
      : exported;
  } catch (error) {
    throw error instanceof OptionsError ? error : failed(file, 'loaded', error);
  }
}

/**
 * jiti where it is installed, for it follows the imports people write in TypeScript (no file ending, `paths`). Without it
 * Node's own, from 22.18 on, which only takes types away.
 */
async function importTypeScript(file: string, path: string): Promise<object> {
  const jiti = await import('jiti').catch(() => undefined);
  if (jiti !== undefined) return await jiti.createJiti(import.meta.url, { moduleCache: false }).import(path);
  if ('typescript' in process.features && process.features.typescript) {
    return await import(pathToFileURL(path).href);
  }
  throw refused(
    file,
    'is TypeScript, which this Node does not read: npm install --save-dev jiti, or use Node >= 22.18',
  );
}

async function callIfFunction(file: string, exported: unknown): Promise<unknown> {
  try {
    return typeof exported === 'function' ? await exported() : exported;
  } catch (error) {
    throw failed(file, 'called', error);
  }
}

function options(file: string, value: unknown): LoggerOptions {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refused(file, `must give the options of the logger as an object, got ${describe(value)}`);
  }
  // The cast holds as far as it needs to: whoever uses the options checks each of them.
  return value as LoggerOptions;
}

/** An error of the user's own code is told, cleaned: it may quote what the code read. */
function failed(file: string, what: 'loaded' | 'called', error: unknown): OptionsError {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : describe(error);
  const [firstLine = ''] = createRedactor().text(message).split('\n');
  return refused(file, `could not be ${what}: ${firstLine.slice(0, 300)}`);
}

function refused(file: string, message: string): OptionsError {
  return new OptionsError('the configuration was refused', [{ option: `--config ${file}`, message }]);
}
