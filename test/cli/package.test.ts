import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../docs/markdown.ts';
import { tempDirectory } from '../support/temp-files.ts';

describe('the package', () => {
  it('has what prove needs, and proves where it is installed', { timeout: 60_000 }, () => {
    const directory = tempDirectory();
    const installed = join(directory, 'node_modules/logveil');
    mkdirSync(installed, { recursive: true });
    for (const file of packedFiles()) cpSync(join(root, file), join(installed, file));
    for (const name of ['pino', 'fast-redact', 'picocolors']) {
      symlinkSync(join(root, 'node_modules', name), join(directory, 'node_modules', name));
    }
    const args = [join(installed, 'dist/cli/bin.cjs'), 'prove', '--only', 'github-pat'];
    expect(execFileSync(process.execPath, args, { cwd: directory, encoding: 'utf8' })).toContain('proven: ');
  });
});

/** As npm would publish them; what is in `dist` is what was built last. */
function packedFiles(): string[] {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [packed]: { files: { path: string }[] }[] = JSON.parse(
    execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  );
  return packed?.files.map(({ path }) => path) ?? [];
}
