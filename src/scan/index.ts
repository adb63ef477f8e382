export { createScanner, type ScannerSettings } from './create-scanner.ts';
export type { Finding, Hit } from './finding.ts';
export { mergeHits } from './hits.ts';
export { isMask } from './masks.ts';
export { type CandidateCursor, createPrefilter, type Prefilter } from './prefilter.ts';
export type { Scanner, TextMode } from './scanner.ts';
