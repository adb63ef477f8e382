import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { OptionsError } from '../errors/index.ts';
import { rulesIn } from './benign.ts';
import { createLeakFinder } from './leaks.ts';
import type { Damage, SampleScore } from './report.ts';
import type { Subject } from './subject.ts';

const MAX_LISTED = 1000;

/** Cleans the user's own lines: all but what is marked must come out as it is, and nothing of that. */
export async function proveSamples(files: readonly string[], subject: Subject): Promise<SampleScore> {
  const leaks: string[] = [];
  const damages: Damage[] = [];
  let lines = 0;
  let marked = 0;
  for (const file of files) {
    let number = 0;
    for await (const raw of linesOf(file)) {
      lines++;
      const place = `${basename(file)}:${++number}`;
      const sample = readSample(raw);
      marked += sample.secrets.length;
      const cleaned = subject.engine.line(sample.text);
      if (sample.secrets.some((secret) => isReadable(secret, cleaned))) leaks.push(place);
      else if (!keeps(cleaned, sample)) damages.push({ place, rules: rulesIn(sample.text, subject) });
    }
  }
  return { lines, marked, leaks: leaks.slice(0, MAX_LISTED), damages: damages.slice(0, MAX_LISTED) };
}

interface Sample {
  readonly text: string;
  readonly secrets: readonly string[];
  /** What stands before, between and behind the secrets. */
  readonly rest: readonly string[];
}

/** `user=jane password=⟦hunter2⟧`: every second part is a secret. */
function readSample(raw: string): Sample {
  const parts = raw.split(/[⟦⟧]/);
  // A sign without its partner is text.
  if (parts.length % 2 === 0) return { text: raw, secrets: [], rest: [raw] };
  return {
    text: parts.join(''),
    secrets: parts.filter((_, index) => index % 2 === 1),
    rest: parts.filter((_, index) => index % 2 === 0),
  };
}

function isReadable(secret: string, cleaned: string): boolean {
  return createLeakFinder(secret)(cleaned.replaceAll(/\[REDACTED:[a-z0-9.-]+\]/g, '…')) !== undefined;
}

/** Whether everything that is no secret stands in the line still, in order, from its beginning to its end. */
function keeps(cleaned: string, { rest }: Sample): boolean {
  if (rest.length === 1) return cleaned === rest[0];
  const [first = '', last = ''] = [rest[0], rest.at(-1)];
  if (!cleaned.startsWith(first) || !cleaned.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest.slice(1, -1)) {
    const found = cleaned.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= cleaned.length - last.length;
}

async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new OptionsError('prove() was given bad options', [
      { option: `samples ${file}`, message: code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})` },
    ]);
  }
}
