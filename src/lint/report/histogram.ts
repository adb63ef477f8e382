/** How findings are spread over time. */
export interface Histogram {
  /** Width of a bucket in milliseconds; buckets begin at multiples of it since 1970. */
  readonly bucketMs: number;
  /** In order of time; a bucket without a finding is not listed. `at` is its beginning, in milliseconds since 1970. */
  readonly buckets: readonly { readonly at: number; readonly count: number }[];
  /** Findings whose line, and every line before it, has no time. */
  readonly undated: number;
}

export interface HistogramBuilder {
  add(time: number | undefined, count?: number): void;
  histogram(): Histogram;
}

/** As wide as a chart on a page has room for. */
const MAX_BUCKETS = 96;
const SECOND = 1000;
const DAY = 86_400 * SECOND;
// Each width divides the next, so buckets can be joined without looking at a finding again, in whatever order.
const WIDTHS = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 10_800, 21_600, 43_200].map((width) => width * SECOND);
const LONG_WIDTHS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512].map((width) => width * DAY);

/** Makes an empty histogram. Its memory is bounded, and it does not depend on the order of the findings. */
export function createHistogram(): HistogramBuilder {
  let buckets = new Map<number, number>();
  let undated = 0;
  let level = 0;
  const widths = [...WIDTHS, ...LONG_WIDTHS];
  const width = (): number => widths[level] ?? DAY;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;

  const widen = (): void => {
    while (level < widths.length - 1 && Math.floor(last / width()) - Math.floor(first / width()) >= MAX_BUCKETS)
      level++;
    const wider = new Map<number, number>();
    for (const [at, count] of buckets) {
      const start = Math.floor(at / width()) * width();
      wider.set(start, (wider.get(start) ?? 0) + count);
    }
    buckets = wider;
  };

  return {
    add(time, count = 1) {
      if (time === undefined) {
        undated += count;
        return;
      }
      const start = Math.floor(time / width()) * width();
      buckets.set(start, (buckets.get(start) ?? 0) + count);
      if (time >= first && time <= last) return;
      first = Math.min(first, time);
      last = Math.max(last, time);
      widen();
    },
    histogram: () => ({
      bucketMs: width(),
      buckets: [...buckets].sort(([a], [b]) => a - b).map(([at, count]) => ({ at, count })),
      undated,
    }),
  };
}
