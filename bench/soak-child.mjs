/**
 * A service that logs at a pace, in a process of its own: `node soak-child.mjs JSON`. Prints JSON when everything is
 * delivered. With `confirm`, each number is written to descriptor 3 when its log call has returned.
 */
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { subject } from './subject.mjs';

const {
  url,
  directory,
  file,
  lines,
  perSecond,
  from = 0,
  text = 'request completed',
  confirm = false,
} = JSON.parse(process.argv[2]);
const { createLogger } = await subject('index');
const loki = url === undefined ? {} : { loki: { url, spool: { directory } } };
const log = createLogger({ service: 'soak', ...loki }, file);
const start = performance.now();
let peakBytes = 0;
for (let number = 0; number < lines; ) {
  const due = perSecond === 0 ? lines : Math.min(lines, Math.ceil(((performance.now() - start) / 1000) * perSecond));
  for (; number < due; number++) {
    log.info({ n: from + number }, text);
    if (confirm) writeSync(3, `${from + number}\n`);
  }
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  await sleep(5);
}
const logSeconds = (performance.now() - start) / 1000;
// The largest the process becomes while it catches up counts as well.
const looking = setInterval(() => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
}, 50);
const { state } = await log.flush({ timeoutMs: 900_000 });
clearInterval(looking);
const seconds = (performance.now() - start) / 1000;
process.stdout.write(JSON.stringify({ logSeconds, seconds, peakBytes, state, delivery: log.stats().delivery }));
await log.close();
