import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { claimPath, claimsIn } from './names.ts';
import { type Holder, type HolderWatch, readHolder, touch } from './owner.ts';

/** The right to ship what is in a folder, held by one shipper at a time. */
export interface Claim {
  /** Says that the shipper lives. */
  renew(): void;
  /** False when another one has taken the claim over, because it thought this one dead. */
  isHeld(): boolean;
  release(): void;
}

/**
 * Claims a folder; `undefined` when a living shipper has it. A claim is a file with a number, made so that only one can
 * make it, and the highest number counts: a dead one is replaced by making the next, which cannot take away what
 * somebody else has just made.
 */
export function claimFolder(folder: string, holder: Holder, watch: HolderWatch): Claim | undefined {
  try {
    const last = claimsIn(readdirSync(folder)).at(-1) ?? 0;
    const held = last === 0 ? undefined : readHolder(claimPath(folder, last));
    // A worker thread that was restarted finds the claim of the one before.
    if (held?.token === holder.token) return heldClaim(folder, last);
    if (last > 0 && !watch.isDead(claimPath(folder, last), held)) return undefined;
    writeFileSync(claimPath(folder, last + 1), JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    if (last > 0) rmSync(claimPath(folder, last), { force: true });
    return heldClaim(folder, last + 1);
  } catch {
    // Somebody was faster, or the folder is gone or cannot be written.
    return undefined;
  }
}

function heldClaim(folder: string, generation: number): Claim {
  const path = claimPath(folder, generation);
  return {
    renew: () => touch(path),
    isHeld: () => (claimsIn(namesIn(folder)).at(-1) ?? 0) === generation,
    release: () => rmSync(path, { force: true }),
  };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
