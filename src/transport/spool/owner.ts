import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Liveness, livenessOf, ownIdentity, type ProcessIdentity } from './identity.ts';
import { ownerFile } from './names.ts';

/** Who holds a folder or a claim: a process, and where the lines are to go. */
export interface Holder {
  readonly process: ProcessIdentity;
  /** Tells holders of one process apart. */
  readonly token: string;
  /** Names the destination without credentials: lines of one are never shipped to another unasked. */
  readonly target: string;
  /** `self`: the writer's process ships too. `other`: it leaves that to `logveil ship`. */
  readonly shippedBy: 'self' | 'other';
  /** The holder has given it up and will not write again. */
  readonly isReleased?: boolean;
}

export function createHolder(token: string, target: string, shippedBy: Holder['shippedBy']): Holder {
  return { process: ownIdentity(), token, target, shippedBy };
}

/** Puts the owner into a writer's folder. Throws what the file system throws. */
export function writeOwner(folder: string, holder: Holder): void {
  writeFileSync(join(folder, ownerFile), JSON.stringify(holder), { mode: 0o600 });
}

/** The holder written in a file; `undefined` when it is gone, half written or of another form. Never throws. */
export function readHolder(path: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isHolder(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== 'object' || value === null || !('process' in value)) return false;
  const { process: holder } = value;
  if (typeof holder !== 'object' || holder === null || !('pid' in holder) || !('scope' in holder)) return false;
  const texts = ['token', 'target', 'shippedBy'].map((name): unknown => Reflect.get(value, name));
  return (
    typeof holder.pid === 'number' &&
    typeof holder.scope === 'string' &&
    texts.every((text) => typeof text === 'string')
  );
}

/** Says that the holder lives. Never throws: a file that cannot be touched is missed soon enough. */
export function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Gone or read-only: whoever writes next notices.
  }
}

/**
 * Watches holders whose process cannot be asked for. One that has not touched its file for a while, on our own clock that
 * nobody sets, counts as dead. Being wrong does no harm: a segment is read by two then, and Loki stores its lines once.
 */
export class HolderWatch {
  private readonly seen = new Map<string, { readonly touched: number; readonly since: number }>();
  private readonly monotonic: () => number;
  private readonly staleAfterMs: number;

  constructor(monotonic: () => number, staleAfterMs: number) {
    this.monotonic = monotonic;
    this.staleAfterMs = staleAfterMs;
  }

  /** Whether the holder of this file is dead; `undefined` for the holder is a file that says nothing. */
  isDead(path: string, holder: Holder | undefined): boolean {
    if (holder?.isReleased === true) return true;
    const liveness: Liveness = holder === undefined ? 'unknown' : livenessOf(holder.process);
    return liveness === 'dead' || (liveness === 'unknown' && this.isStale(path));
  }

  private isStale(path: string): boolean {
    const touched = touchedAt(path);
    const before = this.seen.get(path);
    const now = this.monotonic();
    if (before?.touched === touched) return now - before.since >= this.staleAfterMs;
    this.seen.set(path, { touched, since: now });
    return false;
  }
}

function touchedAt(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}
