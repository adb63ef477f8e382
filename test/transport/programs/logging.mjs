/**
 * Logs numbered lines and comes to an end in the way it is told: `node logging.mjs '{"url":…,"directory":…,"count":…,"end":…}'`.
 * Each number is written to descriptor 3 once its log call has returned.
 */
import { writeSync } from 'node:fs';
import { createLogger } from 'logveil';

const {
  url,
  directory,
  count,
  end,
  from = 0,
  pauseEvery = 0,
  confirm = false,
  closeWithinMs = 2_000,
  local,
  loki = {},
  spooled = true,
} = JSON.parse(process.argv[2]);
const lokiOptions = {
  url,
  spool: { directory },
  batch: { maxWaitMs: 20 },
  backoff: { minMs: 5, maxMs: 100 },
  ...loki,
};
const log = createLogger(
  {
    service: 'checkout',
    ...(spooled && { loki: lokiOptions }),
  },
  local,
);

for (let number = from; number < from + count; number++) {
  log.info({ n: number, pid: process.pid }, 'charged');
  if (confirm) writeSync(3, `${number}\n`);
  if (pauseEvery > 0 && number % pauseEvery === 0) await new Promise((resolve) => setTimeout(resolve, 1));
}

const ends = {
  natural: () => undefined,
  exit: () => process.exit(0),
  throw: () => {
    throw new Error('uncaught');
  },
  abort: () => process.abort(),
  'running out of memory': () => {
    const kept = [];
    for (;;) kept.push(Array.from({ length: 10_000 }, (_, index) => ({ index })));
  },
  SIGTERM: () => process.kill(process.pid, 'SIGTERM'),
  SIGKILL: () => process.kill(process.pid, 'SIGKILL'),
  handler: () => {
    process.on('SIGTERM', () => process.exit(0));
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => undefined, 10_000);
  },
  blocked: () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
    process.kill(process.pid, 'SIGKILL');
  },
  callback: () => log.flush(() => process.kill(process.pid, 'SIGTERM')),
  close: async () => {
    const start = performance.now();
    let turns = 0;
    const turning = setInterval(() => turns++, 10);
    const health = log.health();
    const { state } = await log.close({ timeoutMs: closeWithinMs });
    clearInterval(turning);
    const took = performance.now() - start;
    const { maxRSS } = process.resourceUsage();
    process.stderr.write(JSON.stringify({ state, took, turns, peakBytes: maxRSS * 1024, health, stats: log.stats() }));
  },
  wait: () => setTimeout(() => undefined, 60_000),
};
await ends[end]();
