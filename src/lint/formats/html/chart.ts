import type { Histogram } from '../../report/histogram.ts';
import { clock, count, grouped } from '../words.ts';

const WIDTH = 960;
const HEIGHT = 120;
/** A lone bar across the whole page would look like a mistake. */
const MIN_SLOTS = 24;

/** Findings over time as bars; nothing when no line has a time. */
export function timeChart({ bucketMs, buckets, undated }: Histogram): string {
  const first = buckets[0];
  const last = buckets.at(-1);
  if (first === undefined || last === undefined) return '';
  const slots = Math.max(MIN_SLOTS, (last.at - first.at) / bucketMs + 1);
  const most = Math.max(...buckets.map((bucket) => bucket.count));
  const slot = WIDTH / slots;
  const bars = buckets.map((bucket) => {
    const height = Math.max(2, (bucket.count / most) * HEIGHT);
    const x = ((bucket.at - first.at) / bucketMs) * slot;
    return `<rect x="${x.toFixed(1)}" y="${(HEIGHT - height).toFixed(1)}" width="${Math.max(1, slot - 2).toFixed(1)}" height="${height.toFixed(1)}" rx="1.5"><title>${clock(bucket.at)}: ${count(bucket.count, 'finding')}</title></rect>`;
  });
  const end = first.at + slots * bucketMs;
  const label = `Findings over time, ${clock(first.at)} to ${clock(last.at + bucketMs)} UTC, at most ${grouped(most)} in ${span(bucketMs)}`;
  const rest = undated === 0 ? '' : ` · ${grouped(undated)} without a time`;
  return `<section><div class="bar"><h2>Over time</h2><p class="faint">one bar is ${span(bucketMs)}, the highest ${grouped(most)}${rest}</p></div>
<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">${[0.25, 0.5, 0.75].map((y) => `<line x1="0" x2="${WIDTH}" y1="${HEIGHT * y}" y2="${HEIGHT * y}"/>`).join('')}${bars.join('')}</svg>
<div class="axis" aria-hidden="true"><span>${clock(first.at)}</span><span>${clock(first.at + (end - first.at) / 2)}</span><span>${clock(end)}</span></div></section>`;
}

const UNITS: readonly (readonly [number, string])[] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1000, 'second'],
];

/** `10 minutes`. */
function span(ms: number): string {
  for (const [unit, name] of UNITS) if (ms >= unit) return count(ms / unit, name);
  return `${ms} ms`;
}
