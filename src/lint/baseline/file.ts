import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { OptionsError } from '../../errors/index.ts';
import { type Baseline, baselineText, parseBaseline } from './baseline.ts';

/** Reads the baseline at a path; undefined when there is none. Throws `OptionsError` for one that cannot be used. */
export async function readBaseline(file: string): Promise<Baseline | undefined> {
  try {
    return parseBaseline(await readFile(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof OptionsError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT') return undefined;
    throw new OptionsError('the baseline was refused', [
      { option: `--baseline ${file}`, message: `cannot be read (${code})` },
    ]);
  }
}

/** Writes a baseline so that a reader sees the old or the new one, never a half. */
export async function writeBaseline(file: string, baseline: Baseline): Promise<void> {
  await writeWhole(file, baselineText(baseline));
}

/** Writes beside the file and renames. A new one is for its owner's eyes alone, because the key lies in it. */
async function writeWhole(file: string, text: string): Promise<void> {
  const mode = await stat(file).then(
    (found) => found.mode & 0o777,
    () => 0o600,
  );
  const part = `${file}.${randomBytes(6).toString('hex')}.part`;
  try {
    const handle = await open(part, 'wx', mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
