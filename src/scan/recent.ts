import { randomFillSync } from 'node:crypto';
import type { Source } from './source.ts';

/** What was found in texts lately. */
export interface Recent<T> {
  /** What was kept for the text that is loaded and its owner. */
  find(source: Source, owner: object): T | undefined;
  /**
   * Keeps it if the same text was offered before: one that comes once is not worth keeping. The text is read again, for a
   * rule's own function may have logged something in between.
   */
  offer(source: Source, owner: object, found: T): boolean;
}

/**
 * The same token and the same address come with each request of a client, and reading them again is most of the cost of
 * a line that holds any (`bench/request-line.mjs`). Texts are known by a hash of 64 bits under a random key and never
 * kept: what is to be hidden must not live longer in memory than its owner wants. A collision, one in 2^64, would
 * show what was made of another text, which is clean as well.
 */
export function createRecent<T>(): Recent<T> {
  const hashes = new Int32Array(2 * SLOTS);
  const owners: (object | undefined)[] = new Array(SLOTS).fill(undefined);
  const kept: (T | undefined)[] = new Array(SLOTS).fill(undefined);
  const seeds = randomFillSync(new Int32Array(2));
  // Of the text that was hashed last; kept outside, for a result of two numbers would be an object for each text.
  let slot = 0;
  let first = 0;
  let second = 0;
  const locate = ({ words, length }: Source, owner: object): boolean => {
    first = (seeds[0] as number) ^ length;
    second = seeds[1] as number;
    // Behind the text stand zeros, so the last word is always the same.
    const count = (length + 3) >> 2;
    for (let index = 0; index < count; index++) {
      const word = words[index] as number;
      first = Math.imul(first ^ word, 0x9e3779b1);
      first ^= first >>> 16;
      second = Math.imul(second ^ word, 0x85ebca6b);
      second ^= second >>> 15;
    }
    slot = (first >>> 3) & (SLOTS - 1);
    return hashes[2 * slot] === first && hashes[2 * slot + 1] === second && owners[slot] === owner;
  };
  return {
    find: (source, owner) => (locate(source, owner) ? kept[slot] : undefined),
    offer(source, owner, found) {
      const isSecond = locate(source, owner);
      hashes[2 * slot] = first;
      hashes[2 * slot + 1] = second;
      owners[slot] = owner;
      kept[slot] = isSecond ? found : undefined;
      return isSecond;
    },
  };
}

const SLOTS = 512;
