/** A rate limit as Loki's: full at first, refilled evenly, and nothing larger than the burst ever passes. */
export interface TokenBucket {
  /** Takes the bytes and says true, or takes none and says false. */
  take(bytes: number, nowMs: number): boolean;
}

export function createTokenBucket(bytesPerSecond: number, burstBytes: number): TokenBucket {
  let tokens = burstBytes;
  let filledAt = Number.NEGATIVE_INFINITY;
  return {
    take(bytes, nowMs) {
      const passed = Math.max(0, nowMs - filledAt);
      tokens = Math.min(burstBytes, tokens + (passed / 1000) * bytesPerSecond);
      filledAt = nowMs;
      if (Number.isNaN(tokens)) tokens = burstBytes;
      if (bytes > tokens) return false;
      tokens -= bytes;
      return true;
    },
  };
}
