import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Which process something belongs to, told apart from a later process that has the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Where the number counts: the boot and the namespace of process numbers on Linux, elsewhere the host. */
  readonly scope: string;
  /** When the process began, in ticks since the boot; only on Linux. */
  readonly started?: string;
}

/** `unknown`: it runs in another container, on another host, or where start times cannot be read. */
export type Liveness = 'alive' | 'dead' | 'unknown';

/** This process. */
export function ownIdentity(): ProcessIdentity {
  const started = startOf(process.pid);
  return { pid: process.pid, scope: ownScope(), ...(started === undefined ? {} : { started }) };
}

/** Whether the process is still there. Never throws. */
export function livenessOf(identity: ProcessIdentity): Liveness {
  if (identity.scope !== ownScope()) return 'unknown';
  if (identity.started !== undefined) return startOf(identity.pid) === identity.started ? 'alive' : 'dead';
  if (identity.pid === process.pid) return 'alive';
  return isGone(identity.pid) ? 'dead' : 'unknown';
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/** Field 22 of /proc/PID/stat (proc(5)); the name in field 2 may hold blanks and brackets. A zombie is dead: it logs no more. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

let scope: string | undefined;

function ownScope(): string {
  scope ??= readScope();
  return scope;
}

function readScope(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return `host ${hostname()}`;
  }
}
