import type { Lane, LaneEntry } from '../spool/lane.ts';

/**
 * Takes entries from all lanes, the oldest first, until the bytes are reached. What was logged before an outage so comes
 * before what was logged after it, whoever logged it: Loki refuses lines that are an hour behind their stream.
 */
export function takeBatch(lanes: readonly Lane[], maxBytes: number): LaneEntry[] {
  const batch: LaneEntry[] = [];
  let bytes = 0;
  while (bytes < maxBytes) {
    const lane = oldestOf(lanes);
    const entry = lane?.head;
    if (lane === undefined || entry === undefined) break;
    if (batch.length > 0 && bytes + entry.bytes > maxBytes) break;
    lane.take();
    batch.push(entry);
    bytes += entry.bytes;
    // Of this lane nothing more has been read: what it has next may be older than what others have.
    if (lane.head === undefined && lanes.length > 1) break;
  }
  return batch;
}

function oldestOf(lanes: readonly Lane[]): Lane | undefined {
  let oldest: Lane | undefined;
  for (const lane of lanes) {
    if (lane.head === undefined) continue;
    if (oldest?.head === undefined || isBefore(lane.head, oldest.head)) oldest = lane;
  }
  return oldest;
}

function isBefore(a: LaneEntry, b: LaneEntry): boolean {
  return a.ms < b.ms || (a.ms === b.ms && a.ns < b.ns);
}
