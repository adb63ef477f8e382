import type { Stamp } from '../ship/sender.ts';

/** The version of the format of segments. One that is higher is left alone: a newer logveil wrote it. */
export const formatVersion = 1;

/** What the header of a segment says. */
export interface SegmentHeader {
  readonly version: number;
  readonly writer: string;
  readonly stamp: Stamp;
}

/** Reads a header; `undefined` when it has another form. */
export function parseHeader(text: string): SegmentHeader | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isHeader(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isHeader(value: unknown): value is SegmentHeader {
  if (typeof value !== 'object' || value === null || !('version' in value) || !('stamp' in value)) return false;
  const { version, stamp } = value;
  return Number.isSafeInteger(version) && typeof stamp === 'object' && stamp !== null && !Array.isArray(stamp);
}
