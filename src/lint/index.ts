export type { LintFinding, LintProblem, LintSummary, RuleCount } from './finding.ts';
export { lint } from './lint.ts';
export type { LintOptions, LintRun } from './options.ts';
export { type ScrubOptions, type ScrubRun, type ScrubSummary, scrub } from './scrub.ts';
export type { LintSource } from './source.ts';
