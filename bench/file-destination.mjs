// What a rotating file costs the main thread, and what is left when the process is killed with kill -9.
// Run: npm run build && (cd bench && npm install) && node bench/file-destination.mjs
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { constants, gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { createFileDestination } from '../dist/transport/file/index.js';
import { compare } from './harness.mjs';

const directory = mkdtempSync(join(tmpdir(), 'logveil-file-'));
const line = `${JSON.stringify({ level: 'info', time: new Date(), msg: 'request completed', filler: 'x'.repeat(220) })}\n`;
const mebibyte = 1 << 20;

function costs() {
  const plain = pino.destination({ dest: join(directory, 'plain.log'), sync: true });
  const own = createFileDestination({ path: join(directory, 'own.log') });
  const rotating = createFileDestination({
    path: join(directory, 'rotating.log'),
    maxBytes: 100 * mebibyte,
    keepFiles: 1,
  });
  const { contenders } = compare({
    contenders: [
      { name: 'pino.destination, sync', call: () => plain.write(line) },
      { name: 'createFileDestination', call: () => own.write(line) },
      { name: 'createFileDestination, 100 MiB, gzip', call: () => rotating.write(line) },
    ],
    rounds: 15,
  });
  for (const { name, nanoseconds, speed } of contenders) {
    console.log(`${name}: ${Math.round(nanoseconds.median)} ns a line, ${speed.median.toFixed(2)} of the speed`);
  }
  for (const file of [own, rotating]) file.end();
  plain.end();
}

/** How late timers come while 100 MiB are compressed in the background, beside the same time without. */
async function delays() {
  const path = join(directory, 'delay/app.log');
  const file = createFileDestination({ path, maxBytes: 100 * mebibyte });
  const block = line.repeat(1000);
  for (let bytes = 0; bytes < 101 * mebibyte; bytes += Buffer.byteLength(block)) file.write(block);
  const quiet = await delayDuring(() => sleep(2000));
  const start = performance.now();
  const busy = await delayDuring(() => file.close());
  console.log(
    `event loop: p99 ${quiet} ms without, ${busy} ms while 100 MiB are compressed (${Math.round(performance.now() - start)} ms)`,
  );
}

async function delayDuring(work) {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  await work();
  histogram.disable();
  return (histogram.percentile(99) / 1e6).toFixed(1);
}

const writers = {
  createFileDestination: `
    const { createFileDestination } = await import('${new URL('../dist/transport/file/index.js', import.meta.url)}');
    const stream = createFileDestination({ path, maxBytes: 200_000 });`,
  'pino-roll, sync': `
    const { default: build } = await import('${import.meta.resolve('pino-roll')}');
    const stream = await build({ file: path, size: '200k', sync: true });`,
  'pino-roll': `
    const { default: build } = await import('${import.meta.resolve('pino-roll')}');
    const stream = await build({ file: path, size: '200k' });`,
  'rotating-file-stream': `
    const { createStream } = await import('${import.meta.resolve('rotating-file-stream')}');
    const { basename, dirname } = await import('node:path');
    const stream = createStream(basename(path), { path: dirname(path), size: '200K', compress: 'gzip' });`,
};

/** 20,000 lines in slices of 200 every other millisecond, then SIGKILL right behind the last. */
async function losses(name, open) {
  const place = mkdtempSync(join(directory, 'kill-'));
  const program = `
    const path = ${JSON.stringify(join(place, 'app.log'))};
    ${open}
    let n = 0;
    (function some() {
      for (let i = 0; i < 200; i++) stream.write(JSON.stringify({ n: n++, filler: 'x'.repeat(200) }) + '\\n');
      if (n < 20000) setTimeout(some, 2);
      else process.kill(process.pid, 'SIGKILL');
    })();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(child, 'close');
  const found = new Set();
  let torn = 0;
  for (const file of readdirSync(place, { recursive: true, encoding: 'utf8' })) {
    for (const text of linesOf(join(place, file))) {
      try {
        found.add(JSON.parse(text).n);
      } catch {
        torn++;
      }
    }
  }
  console.log(`${name}: ${20000 - found.size} of 20,000 lines lost, ${torn} torn`);
}

function linesOf(path) {
  try {
    const bytes = readFileSync(path);
    // What a compressed file without its end still holds counts as kept.
    const text = path.endsWith('.gz') ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes;
    return text
      .toString()
      .split('\n')
      .filter((text) => text !== '');
  } catch {
    // A directory.
    return [];
  }
}

try {
  costs();
  await delays();
  for (const [name, open] of Object.entries(writers)) await losses(name, open);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
