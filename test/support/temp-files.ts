import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A directory that goes away with the test. */
export function tempDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'logveil-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Writes a file into a directory of its own and gives its path. */
export function tempFile(content: string | Uint8Array, name = 'app.log'): string {
  const path = join(tempDirectory(), name);
  writeFileSync(path, content);
  return path;
}
