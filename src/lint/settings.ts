import { randomBytes } from 'node:crypto';
import { describe, didYouMean, OptionsError, type Problem } from '../errors/index.ts';
import { CHUNK_BYTES } from '../scan/index.ts';
import type { ReadSettings } from './batch.ts';
import { LINE_CUT } from './blocks.ts';
import type { EngineSettings } from './engine.ts';
import type { FilterPatterns } from './ignore-rules.ts';
import type { InputOptions, LintOptions } from './options.ts';
import { RANGE_BYTES, type Shard } from './plan.ts';
import type { Threads } from './threads.ts';

/** {@link LintOptions}, resolved once. */
export interface LintSettings extends Pick<LintOptions, 'onProblem' | 'onNotice' | 'onProgress'> {
  readonly engine: EngineSettings;
  readonly read: ReadSettings;
  readonly inputs: InputSettings;
  readonly threads: Threads;
  readonly shard: Shard | undefined;
  readonly signal: AbortSignal | undefined;
}

/** {@link InputOptions}, resolved. */
export interface InputSettings extends FilterPatterns {
  readonly rangeBytes: number;
}

const MEBIBYTE = 1 << 20;
// About a tenth less processor time than 512 KiB with two threads, because what is done seldom enough is never compiled;
// 4 MiB saves nothing more (1 GB of text, 2026-11-22).
const CHUNK = CHUNK_BYTES;
/** Shorter keys of an HMAC are guessed (NIST SP 800-107 r1 section 5.3.2 asks for 112 bits). */
const MIN_KEY_BYTES = 16;
const KEY_BYTES = 32;
/** More threads than this wait for the disk, and each takes memory. */
const MAX_THREADS = 64;
// `satisfies` keeps the list in step with the type: a forgotten name does not compile.
const NAMES = {
  redact: true,
  fingerprintKey: true,
  loki: true,
  markers: true,
  threads: true,
  shard: true,
  include: true,
  exclude: true,
  rangeBytes: true,
  chunkBytes: true,
  maxLineBytes: true,
  signal: true,
  onProblem: true,
  onNotice: true,
  onProgress: true,
} satisfies Record<keyof LintOptions, true>;

/** Checks what is lint's own; `redact` is checked where the engine is made. Throws `OptionsError`. */
export function resolveLint(options: LintOptions): LintSettings {
  const problems: Problem[] = [];
  for (const option of Object.keys(options)) {
    if (!Object.hasOwn(NAMES, option)) problems.push(unknownOption(option));
  }
  const number = numbers(options, problems);
  const maxLineBytes = number('maxLineBytes', { min: 64, max: 64 * MEBIBYTE, otherwise: LINE_CUT.maxLineBytes });
  const settings: LintSettings = {
    engine: {
      redact: options.redact ?? {},
      fingerprintKey: keyOf(options.fingerprintKey, problems),
      now: Date.now(),
      loki: options.loki === true,
      markers: options.markers === true,
    },
    read: {
      // More would break the promise of bounded memory.
      chunkBytes: number('chunkBytes', { min: 1, max: 64 * MEBIBYTE, otherwise: CHUNK }),
      maxLineBytes,
      overlapBytes: Math.min(LINE_CUT.overlapBytes, maxLineBytes),
    },
    inputs: inputsOf(options, problems),
    threads: options.threads === 'auto' ? 'auto' : number('threads', { min: 1, max: MAX_THREADS, otherwise: 1 }),
    shard: shardOf(options.shard, problems),
    signal: options.signal,
    ...callbacks(options),
  };
  if (problems.length > 0) throw new OptionsError('lint() was given bad options', problems);
  return settings;
}

/** Checks the options that say what is scanned, for whoever only plans. */
export function resolveInputs(options: InputOptions): InputSettings {
  const problems: Problem[] = [];
  const settings = inputsOf(options, problems);
  if (problems.length > 0) throw new OptionsError('planShards() was given bad options', problems);
  return settings;
}

function callbacks({
  onProblem,
  onNotice,
  onProgress,
}: LintOptions): Pick<LintSettings, 'onProblem' | 'onNotice' | 'onProgress'> {
  return {
    ...(onProblem === undefined ? {} : { onProblem }),
    ...(onNotice === undefined ? {} : { onNotice }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
}

function inputsOf(options: InputOptions, problems: Problem[]): InputSettings {
  return {
    include: patternsOf('include', options.include, problems),
    exclude: patternsOf('exclude', options.exclude, problems),
    rangeBytes: numbers(options, problems)('rangeBytes', { min: 1, max: 2 ** 40, otherwise: RANGE_BYTES }),
  };
}

function unknownOption(option: string): Problem {
  return { option, message: `is not an option of lint()${didYouMean(option, Object.keys(NAMES))}` };
}

interface Limits {
  readonly min: number;
  readonly max: number;
  readonly otherwise: number;
}

type NumberName = 'chunkBytes' | 'maxLineBytes' | 'threads' | 'rangeBytes';

function numbers(options: LintOptions, problems: Problem[]): (option: NumberName, limits: Limits) => number {
  return (option, { min, max, otherwise }) => {
    const value: unknown = options[option];
    if (value === undefined) return otherwise;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    problems.push({ option, message: `must be a whole number from ${min} to ${max}, got ${describe(value)}` });
    return otherwise;
  };
}

function patternsOf(option: string, value: unknown, problems: Problem[]): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((each) => typeof each === 'string' && each !== '')) return value;
  problems.push({ option, message: `must be an array of patterns such as '*.log', got ${describe(value)}` });
  return [];
}

function keyOf(value: unknown, problems: Problem[]): Uint8Array {
  if (value === undefined) return randomBytes(KEY_BYTES);
  if (value instanceof Uint8Array && value.length >= MIN_KEY_BYTES) return value;
  const got = value instanceof Uint8Array ? `${value.length} bytes` : describe(value);
  problems.push({ option: 'fingerprintKey', message: `must be ${MIN_KEY_BYTES} bytes or more, got ${got}` });
  return randomBytes(KEY_BYTES);
}

function shardOf(value: Shard | undefined, problems: Problem[]): Shard | undefined {
  if (value === undefined) return undefined;
  const { index, count } = value;
  if (Number.isInteger(index) && Number.isInteger(count) && index >= 1 && index <= count) return value;
  problems.push({
    option: 'shard',
    message: `must have an index from 1 to its count, got ${describe(index)} of ${describe(count)}`,
  });
  return undefined;
}
