import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

// Another process may still write to the file it has open. What it adds is taken in; a file that keeps growing is left.
const maxAttempts = 5;

/**
 * Replaces a file by `<file>.gz`. Reading, compressing and writing happen in libuv's threads. The file itself goes last,
 * so that whenever the process dies all lines are in one of the two.
 */
export async function compressFile(path: string): Promise<void> {
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const unfinished = `${path}.gz.${randomBytes(3).toString('hex')}.tmp`;
    try {
      const bytes = await compressTo(unfinished, path);
      if ((await stat(path)).size !== bytes) continue;
      await rename(unfinished, `${path}.gz`);
      await rm(path, { force: true });
      return;
    } finally {
      await rm(unfinished, { force: true });
    }
  }
  throw new Error(`${path} is still written to, and stays as it is`);
}

/** Gives the number of bytes that were compressed. */
async function compressTo(target: string, path: string): Promise<number> {
  const { size, mode } = await stat(path);
  const output = createWriteStream(target, { flags: 'wx', mode: mode & 0o777 });
  if (size > 0) await pipeline(createReadStream(path, { end: size - 1 }), createGzip(), output);
  else await finished(output.end());
  const written = await open(target, 'r+');
  try {
    await written.chmod(mode & 0o777);
    await written.sync();
  } finally {
    await written.close();
  }
  return size;
}
