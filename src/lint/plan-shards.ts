import { expandInputs, type LintSource } from './inputs.ts';
import type { InputOptions } from './options.ts';
import { planUnits, type Shard, shardOf } from './plan.ts';
import { resolveInputs } from './settings.ts';

/** A part of a file: the lines that begin in `[from, to)`. */
export interface ShardPart {
  readonly file: string;
  readonly from: number;
  /** Undefined: to the end. */
  readonly to: number | undefined;
}

/** What one shard scans. */
export interface ShardPlan {
  readonly shard: Shard;
  readonly parts: readonly ShardPart[];
}

/**
 * Says what each of `count` shards of a run would scan, without scanning: `lint(sources, { shard })` with the same
 * sources and options does exactly that part. Every machine that sees the same files makes the same plan.
 *
 * @throws OptionsError for bad options
 *
 * @example
 * ```ts
 * import { planShards } from 'logveil/lint';
 * const plans = await planShards(['logs/'], 4, { include: ['*.log'] });
 * for (const { shard, parts } of plans) console.log(shard.index, parts.length);
 * ```
 */
export async function planShards(
  sources: Iterable<LintSource>,
  count: number,
  options: InputOptions = {},
): Promise<ShardPlan[]> {
  const { rangeBytes, ...patterns } = resolveInputs(options);
  const units = await planUnits(await expandInputs(sources, patterns), rangeBytes);
  return Array.from({ length: count }, (_, index) => {
    const shard = { index: index + 1, count };
    const mine = shardOf(units, shard);
    const parts = units
      .filter((unit, at) => mine[at] && unit.kind !== 'problem')
      .map((unit) => (unit.kind === 'file' ? { file: unit.file, from: unit.from, to: unit.to } : whole(unit.file)));
    return { shard, parts };
  });
}

function whole(file: string): ShardPart {
  return { file, from: 0, to: undefined };
}
