export type { LintFinding, LintNotice, LintProblem, LintSummary, RuleCount } from './finding.ts';
export type { LintSource } from './inputs.ts';
export { lint } from './lint.ts';
export type { InputOptions, LintOptions, LintProgress, LintRun } from './options.ts';
export type { Shard } from './plan.ts';
export { planShards, type ShardPart, type ShardPlan } from './plan-shards.ts';
export { type ScrubOptions, type ScrubRun, type ScrubSummary, scrub } from './scrub.ts';
export { type ScrubFileOptions, scrubFile } from './scrub-file.ts';
export type { Threads } from './threads.ts';
