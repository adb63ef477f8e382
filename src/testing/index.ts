export { type CleanMatcherResult, type CleanOptions, cleanMatchers, expectClean } from './expect-clean.ts';
export type { FakeLokiRequest } from './fake-loki/answer-push.ts';
export { createFakeLoki, type FakeLoki } from './fake-loki/create-fake-loki.ts';
export type { FakeLokiFault, FakeLokiPush, FakeLokiSchedule, FakeLokiScript } from './fake-loki/faults.ts';
export type { FakeLokiLimits } from './fake-loki/limits.ts';
export type { FakeLokiOptions } from './fake-loki/options.ts';
export type { FakeLokiEntry, FakeLokiStream } from './fake-loki/tenant-store.ts';
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
