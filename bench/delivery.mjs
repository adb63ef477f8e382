/**
 * What delivery costs: the main thread's time for a log call with the spool on, against the same logger that writes the
 * same file alone; memory of a process that ships; the time to deliver what piled up during an outage.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from './harness.mjs';
import { cleanMessage, cleanRecord, smallMessage, smallRecord } from './records.mjs';
import { methodOf, range, report } from './report.mjs';
import { repository, subject } from './subject.mjs';

const { createLogger } = await subject('index');
const { createFakeLoki } = await subject('testing/index');
const directory = mkdtempSync(join(tmpdir(), 'logveil-delivery-'));
// Takes everything and keeps nothing, so that what is measured is not somebody else's memory.
const sink = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(204).end());
});
sink.listen(0, '127.0.0.1');
await once(sink, 'listening');
const url = `http://127.0.0.1:${sink.address().port}`;

const small = await mainThread('small line', smallRecord(), smallMessage);
const clean = await mainThread('request line', cleanRecord(), cleanMessage);
const memory = await memoryOf();
const recovery = await recoveryOf();
sink.close();
rmSync(directory, { recursive: true });

report({
  name: 'delivery',
  title: 'Delivery: what it costs',
  columns: ['', 'processor time', 'wall clock', 'bar'],
  rows: [
    ...[small, clean].map(({ name, contenders: [, spooled] }) => [
      `a log call with the spool on, times one to a file alone: ${name}`,
      inverse(spooled.cpuSpeed),
      inverse(spooled.speed),
      '1.50',
    ]),
    [
      `recovery of a spool of ${recovery.megabytes.toFixed(0)} MB, ${recovery.lines} lines; arrived once: ${recovery.arrived}`,
      `${recovery.cpuSeconds.toFixed(1)} s`,
      `${recovery.seconds.toFixed(1)} s`,
      '10 s',
    ],
    ['more memory with delivery on, 100,000 lines at 10,000/s', '-', `${memory.toFixed(0)} MB`, '100 MB'],
  ],
  notes: [
    'A log call to a file alone is `createLogger` with default packs, writing synchronously; with the spool on, the same file is written first. The worker thread is not counted: it does not run on the main thread.',
    'Recovery is `logveil ship --once`, from its start to its end, into the strict stand-in for Loki in another process; processor time is that of the shipper. Memory is the largest resident size of a process with delivery on, worker thread included, less that of one that only writes the file.',
  ],
  method: methodOf(small),
  data: { small, clean, memory, recovery },
});
process.exit(0);

async function mainThread(name, record, message) {
  const spool = { directory: join(directory, name), maxBytes: 128 << 20 };
  const loggers = [
    ['file logging', createLogger({ service: 'bench' }, join(directory, `${name}-1.log`))],
    [
      'shipped by another process',
      createLogger(
        { service: 'bench', onInternalError: ignore, loki: { url, spool, ship: false } },
        join(directory, `${name}-2.log`),
      ),
    ],
  ];
  const contenders = loggers.map(([title, logger]) => ({ name: title, call: () => logger.info(record, message) }));
  const result = compare({ contenders, rounds: 11, slices: 10, warmUpMs: 800 });
  for (const [, logger] of loggers) await logger.close({ timeoutMs: 1 });
  for (const file of readdirSync(directory)) if (file.endsWith('.log')) rmSync(join(directory, file));
  return { name, ...result };
}

function ignore() {}

/** Megabytes that a process with delivery on takes beyond one without. */
async function memoryOf() {
  const load = { lines: 100_000, perSecond: 10_000, file: join(directory, 'memory.log') };
  const plain = await child('soak-child.mjs', [JSON.stringify(load)]);
  const shipping = await child('soak-child.mjs', [
    JSON.stringify({ ...load, url, directory: join(directory, 'memory') }),
  ]);
  return (shipping.peakBytes - plain.peakBytes) / 1e6;
}

async function child(script, args) {
  const run = spawn(process.execPath, [join(repository, 'bench', script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  run.stdout.on('data', (chunk) => {
    output += chunk;
  });
  await once(run, 'close');
  return JSON.parse(output);
}

async function recoveryOf() {
  const spool = { directory: join(directory, 'recovery') };
  const logger = createLogger({ service: 'bench', loki: { url, ship: false, local: false, spool } });
  let lines = 0;
  while (bytesIn(spool.directory) < 100e6) {
    for (let turn = 0; turn < 1_000; turn++) logger.info({ n: lines++, ...cleanRecord() }, cleanMessage);
  }
  const megabytes = bytesIn(spool.directory) / 1e6;
  await logger.close({ timeoutMs: 0 });
  const limits = { rateBytes: 1e12, burstBytes: 1e12, streamRateBytes: 1e12, streamBurstBytes: 1e12 };
  const loki = await createFakeLoki({ limits });
  const start = performance.now();
  const { cpuSeconds } = await child('ship-child.mjs', [spool.directory, loki.url]);
  const seconds = (performance.now() - start) / 1000;
  const arrived = new Set(loki.entries().map(({ line }) => /"n":(\d+)/.exec(line)?.[1])).size;
  await loki.close();
  return { lines, megabytes, seconds, cpuSeconds, arrived };
}

/** A speed as a multiple of the other's time. */
function inverse({ median, low, high }) {
  return range({ median: 1 / median, low: 1 / high, high: 1 / low });
}

function bytesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0);
}
