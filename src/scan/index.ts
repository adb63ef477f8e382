export { createScanner, type ScannerSettings } from './create-scanner.ts';
export type { Finding, Hit } from './finding.ts';
export { mergeHits } from './hits.ts';
export { isMask } from './masks.ts';
export type { MemberName } from './member-name.ts';
export type { Reading } from './members.ts';
export { type CandidateCursor, createPrefilter, type Prefilter } from './prefilter.ts';
export type { Scanner } from './scanner.ts';
export type { TextMode } from './text-mode.ts';
