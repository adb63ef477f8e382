import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Script } from 'node:vm';

/** What V8 has made of the joined files: bytecode, and no value that the program saw. */
export interface CompiledCode {
  /** What was kept of a file, for the constructor of its script. */
  of(path: string, source: string): { readonly cachedData?: Buffer };
  /** A script that has been made; it is kept when it could not be taken from what was. */
  add(path: string, source: string, script: Script): void;
  /** Writes what is new. A program that went on for long has no need of it, and V8 has dropped parts of it by then. */
  readonly keep: () => void;
}

// V8 drops the bytecode of functions that have not run for a few collections of garbage.
const LONG_RUN_SECONDS = 10;
/** A SHA-256 before the code: over a damaged byte V8 itself ends the process. */
const CHECKSUM_BYTES = 32;
/** Each file ends with a hash of itself, which the build writes: of V8's own checks one is the length of the source. */
const HASH_LENGTH = 16;

/**
 * Node keeps compiled code by itself from 22 on (`module.enableCompileCache`), and in a folder for all users; this one lies
 * in the package, where whoever can write could change the package itself.
 *
 * @param folder the one of the joined files
 */
export function createCompiledCode(folder: string): CompiledCode {
  const isOff = process.env['NODE_DISABLE_COMPILE_CACHE'] !== undefined;
  const fresh: { readonly path: string; readonly script: Script }[] = [];
  const placeOf = (path: string, source: string): string =>
    join(folder, 'compiled', `${basename(path)}-${source.slice(-HASH_LENGTH)}-${process.versions.v8}-${process.arch}`);
  return {
    of(path, source) {
      const cachedData = isOff ? undefined : readChecked(placeOf(path, source));
      return cachedData === undefined ? {} : { cachedData };
    },
    add(path, source, script) {
      if (script.cachedDataRejected !== false) fresh.push({ path: placeOf(path, source), script });
    },
    keep() {
      if (isOff || fresh.length === 0 || process.uptime() > LONG_RUN_SECONDS) return;
      try {
        mkdirSync(join(folder, 'compiled'), { recursive: true });
        for (const { path, script } of fresh) writeChecked(path, script.createCachedData());
      } catch {
        // A package that may not be written to is compiled each time.
      }
    },
  };
}

function readChecked(path: string): Buffer | undefined {
  try {
    const kept = readFileSync(path);
    const code = kept.subarray(CHECKSUM_BYTES);
    return checksumOf(code).equals(kept.subarray(0, CHECKSUM_BYTES)) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Other processes may be at it, too: the file is there as a whole or not at all. */
function writeChecked(path: string, code: Buffer): void {
  const unfinished = `${path}.${process.pid}`;
  try {
    writeFileSync(unfinished, Buffer.concat([checksumOf(code), code]));
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

function checksumOf(code: Buffer): Buffer {
  return createHash('sha256').update(code).digest();
}
