import { join } from 'node:path';

/**
 * What stands in a spool directory:
 *
 * ```
 * spool/
 *   w-8f3a0c…/             one folder for each writer: a logger of a process
 *     owner.json           who writes here; touched while the writer lives
 *     claim-1.json         who ships what is in here; the highest number counts
 *     position.json        what has been shipped
 *     00000001.seg         segments, the highest of a living writer still growing
 *   quarantine.ndjson      lines that the endpoint could not read
 * ```
 */
export const ownerFile = 'owner.json';
export const positionFile = 'position.json';
export const quarantineFile = 'quarantine.ndjson';

const writerFolder = /^w-[0-9a-f]{16}$/;
const segmentName = /^(\d{8,12})\.seg$/;
const claimName = /^claim-(\d{1,9})\.json$/;

/** The folder of a writer. */
export function folderOf(directory: string, writer: string): string {
  return join(directory, `w-${writer}`);
}

export function isWriterFolder(name: string): boolean {
  return writerFolder.test(name);
}

export function segmentPath(folder: string, sequence: number): string {
  return join(folder, `${String(sequence).padStart(8, '0')}.seg`);
}

export function claimPath(folder: string, generation: number): string {
  return join(folder, `claim-${generation}.json`);
}

/** The numbers of the segments among the names, the oldest first. */
export function segmentsIn(names: readonly string[]): number[] {
  return numbersIn(names, segmentName);
}

/** The numbers of the claims among the names, the oldest first. */
export function claimsIn(names: readonly string[]): number[] {
  return numbersIn(names, claimName);
}

function numbersIn(names: readonly string[], form: RegExp): number[] {
  const numbers = names.flatMap((name) => {
    const number = form.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
  return numbers.sort((a, b) => a - b);
}
