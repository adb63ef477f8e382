import { execFileSync } from 'node:child_process';
import { type LintFinding, type LintProblem, lint } from '../../src/lint/index.ts';

/** Bytes packed by a real program of the system. */
export function packedBy(name: 'bzip2' | 'zstd', bytes: Uint8Array): Buffer {
  return execFileSync(name, ['-c'], { input: bytes });
}

/** Text that hardly packs, so that a cut or a wound is in the middle of it. */
export function noise(): string {
  let state = 1;
  const line = (): string => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return `${state.toString(36)} ${(state ^ 0x5bd1e995).toString(36)}`;
  };
  return `${Array.from({ length: 30_000 }, line).join('\n')}\n`;
}

/** What lint says of one file. */
export async function scanned(file: string): Promise<{ found: LintFinding[]; problems: readonly LintProblem[] }> {
  const scan = lint([file], { fingerprintKey: new Uint8Array(32) });
  const found: LintFinding[] = [];
  for await (const finding of scan) found.push(finding);
  return { found, problems: scan.summary().problems };
}
