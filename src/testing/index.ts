export type { FakeLokiRequest } from './fake-loki/answer-push.ts';
export { createFakeLoki, type FakeLoki } from './fake-loki/create-fake-loki.ts';
export type { FakeLokiFault, FakeLokiPush, FakeLokiSchedule, FakeLokiScript } from './fake-loki/faults.ts';
export type { FakeLokiLimits } from './fake-loki/limits.ts';
export type { FakeLokiOptions } from './fake-loki/options.ts';
export type { FakeLokiEntry, FakeLokiStream } from './fake-loki/tenant-store.ts';
