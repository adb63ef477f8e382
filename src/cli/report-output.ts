import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { OptionsError } from '../errors/index.ts';
import { type CliIo, createOutput, type Output } from './io.ts';

/** Where a report goes. */
export interface ReportOutput extends Output {
  /** The report is whole: a file takes its name now. */
  keep(): Promise<void>;
  /** There will be no report; nothing half is left behind. */
  discard(): Promise<void>;
}

/** Standard output, or a file that appears when it is whole. Throws `OptionsError` when it cannot be written. */
export async function openReport(file: string | undefined, io: CliIo, onClosed: () => void): Promise<ReportOutput> {
  if (file === undefined) {
    return { ...createOutput(io.stdout, onClosed), async keep() {}, async discard() {} };
  }
  const part = `${file}.${randomBytes(6).toString('hex')}.part`;
  const stream = createWriteStream(part, { flags: 'wx' });
  await new Promise((resolve, reject) => {
    stream.once('open', resolve);
    stream.once('error', reject);
  }).catch((error: unknown) => {
    throw refused(file, error);
  });
  return {
    ...createOutput(stream, onClosed),
    async keep() {
      stream.end();
      await finished(stream);
      await rename(part, file);
    },
    async discard() {
      stream.destroy();
      await rm(part, { force: true });
    },
  };
}

function refused(file: string, error: unknown): OptionsError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return new OptionsError('the report cannot be written', [
    { option: `--output ${file}`, message: `cannot be opened (${code}); check the directory` },
  ]);
}
