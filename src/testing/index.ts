export { type CleanMatcherResult, type CleanOptions, cleanMatchers, expectClean } from './expect-clean.ts';
export { prove } from './prove.ts';
export type { ProveOptions } from './prove-options.ts';
export type {
  BenignScore,
  CarrierScore,
  Damage,
  KnownLeakScore,
  Leak,
  NotRun,
  PackScore,
  ProveReport,
  RuleScore,
  SampleScore,
  Score,
} from './report.ts';
export { createTestLogger, type RecordFilter, type TestLogger, type TestRecord } from './test-logger.ts';
