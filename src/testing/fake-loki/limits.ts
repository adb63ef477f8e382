/** What the fake refuses beyond. The defaults are Loki 3's own (`pkg/validation/limits.go`, read 2026-11). */
export interface FakeLokiLimits {
  /** Bytes of one line; a longer one is refused alone. @defaultValue 262144 (256 KB) */
  readonly lineBytes?: number;
  /** Labels of a stream, `service_name` not counted. @defaultValue 15 */
  readonly labelNames?: number;
  /** Bytes of a label's name. @defaultValue 1024 */
  readonly labelNameBytes?: number;
  /** Bytes of a label's value. @defaultValue 2048 */
  readonly labelValueBytes?: number;
  /** Structured metadata entries of one line. @defaultValue 128 */
  readonly metadataCount?: number;
  /** Bytes of all structured metadata of one line, names and values. @defaultValue 65536 (64 KB) */
  readonly metadataBytes?: number;
  /** How old a line may be, in milliseconds. @defaultValue 604800000 (7 days) */
  readonly maxAgeMs?: number;
  /** How far ahead of the clock a line may be, in milliseconds. @defaultValue 600000 (10 minutes) */
  readonly maxAheadMs?: number;
  /** How far behind the newest line of its stream a line may be, in milliseconds. @defaultValue 3600000 (1 hour) */
  readonly outOfOrderMs?: number;
  /** Bytes of entries one request may carry to an ingester. @defaultValue 4194304 (gRPC's 4 MiB) */
  readonly messageBytes?: number;
  /** Bytes a tenant may send each second. `Infinity` for no limit. @defaultValue 4194304 */
  readonly rateBytes?: number;
  /** Bytes a tenant may send at once; more can never be accepted in one request. @defaultValue 6291456 */
  readonly burstBytes?: number;
  /** Bytes a stream may receive each second. @defaultValue 3145728 */
  readonly streamRateBytes?: number;
  /** Bytes a stream may receive at once. @defaultValue 15728640 */
  readonly streamBurstBytes?: number;
  /** Streams a tenant may have. @defaultValue 5000 */
  readonly streams?: number;
  /** Bytes of a request's body, before and after decompression. @defaultValue 104857600 (100 MiB) */
  readonly bodyBytes?: number;
}

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;
const minute = 60_000;

export const defaultLimits: Required<FakeLokiLimits> = {
  lineBytes: 256 * kibibyte,
  labelNames: 15,
  labelNameBytes: 1024,
  labelValueBytes: 2048,
  metadataCount: 128,
  metadataBytes: 64 * kibibyte,
  maxAgeMs: 7 * 24 * 60 * minute,
  maxAheadMs: 10 * minute,
  outOfOrderMs: 60 * minute,
  messageBytes: 4 * mebibyte,
  rateBytes: 4 * mebibyte,
  burstBytes: 6 * mebibyte,
  streamRateBytes: 3 * mebibyte,
  streamBurstBytes: 15 * mebibyte,
  streams: 5000,
  bodyBytes: 100 * mebibyte,
};
