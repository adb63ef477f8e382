import { randomBytes } from 'node:crypto';
import { basename, dirname, extname, join } from 'node:path';

/**
 * Where a file is put aside: `app.log` becomes `app-20261120T124001629Z-3f9a2c.log`. The time orders the files by name;
 * the random end keeps two processes that rotate in the same millisecond from writing over each other's.
 */
export function rotatedPath(path: string, now: number): string {
  const { stem, extension } = parts(path);
  const time = new Date(now).toISOString().replace(/[-:.]/g, '');
  return join(dirname(path), `${stem}-${time}-${randomBytes(3).toString('hex')}${extension}`);
}

/** A name in the directory that belongs to a rotated file. */
export interface RotatedName {
  readonly name: string;
  /** The name without `.gz` and what else follows: the same for every form of one file. */
  readonly base: string;
  /** When it was put aside, in milliseconds since the epoch. */
  readonly time: number;
  readonly form: 'plain' | 'compressed' | 'unfinished';
}

/** Reads names that {@link rotatedPath} has made, and says undefined of all others, however similar. */
export function rotatedNames(path: string): (name: string) => RotatedName | undefined {
  const { stem, extension } = parts(path);
  return (name) => {
    if (!name.startsWith(`${stem}-`)) return undefined;
    const rest = name.slice(stem.length + 1);
    const id = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-[0-9a-f]{6}/.exec(rest);
    if (id === null || !rest.startsWith(extension, id[0].length)) return undefined;
    const end = rest.slice(id[0].length + extension.length);
    const form = formOf(end);
    if (form === undefined) return undefined;
    const [, year, month, day, hours, minutes, seconds, ms] = id;
    const time = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}.${ms}Z`);
    return { name, base: name.slice(0, name.length - end.length), time, form };
  };
}

function formOf(end: string): RotatedName['form'] | undefined {
  if (end === '') return 'plain';
  if (end === '.gz') return 'compressed';
  return /^\.gz\.[0-9a-f]{6}\.tmp$/.test(end) ? 'unfinished' : undefined;
}

function parts(path: string): { readonly stem: string; readonly extension: string } {
  const extension = extname(path);
  return { stem: basename(path, extension), extension };
}
