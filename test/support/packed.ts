import { execFileSync } from 'node:child_process';

/** True when the machine has the program. */
export function hasProgram(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Bytes packed by a real program of the system. */
export function packedBy(name: 'bzip2' | 'zstd' | 'xz', bytes: Uint8Array): Buffer {
  return execFileSync(name, ['-c'], { input: bytes });
}
