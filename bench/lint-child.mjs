/** One run over one file in a process of its own: `node lint-child.mjs WHAT FILE`. Prints time, memory and findings as JSON. */
import { createReadStream, openSync, readSync } from 'node:fs';
import { subject } from './subject.mjs';

const [, , what, file] = process.argv;
const run = await runs()[what]();
const [wall, cpu] = [process.hrtime.bigint(), process.cpuUsage()];
const findings = await run(file);
const { user, system } = process.cpuUsage(cpu);
const seconds = Number(process.hrtime.bigint() - wall) / 1e9;
// `maxRSS` is in kilobytes (libuv, uv_getrusage).
const peakBytes = process.resourceUsage().maxRSS * 1024;
process.stdout.write(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, peakBytes, findings }));

function runs() {
  return {
    lint: () => linter(1),
    'lint, 2 threads': () => linter(2),
    /** Everything that lint does but the search: reading, cutting lines, counting them. */
    async pipeline() {
      const { createLintEngine } = await subject('lint/engine');
      const { expandInputs } = await subject('lint/inputs');
      const { planUnits } = await subject('lint/plan');
      const { scanUnit } = await subject('lint/scan-unit');
      const engine = {
        ...createLintEngine({ redact: {}, fingerprintKey: new Uint8Array(32), now: 0 }),
        candidates: () => () => -1,
      };
      const read = { chunkBytes: 512 << 10, maxLineBytes: 1 << 20, overlapBytes: 1 << 16 };
      return async (path) => {
        const inputs = await expandInputs([path], { include: [], exclude: [] });
        for (const unit of await planUnits(inputs)) for await (const _ of scanUnit(unit, { engine, read }));
        return 0;
      };
    },
    async scrub() {
      const { scrub } = await subject('lint/index');
      return async (path) => {
        const run = scrub(createReadStream(path, { highWaterMark: 256 << 10 }));
        for await (const _ of run);
        return run.summary().changedLines;
      };
    },
    /** What reading alone takes: each chunk is looked through for line ends. */
    async read() {
      return (path) => {
        for (const chunk of chunksOf(path)) for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1));
        return 0;
      };
    },
    async secretlint() {
      const { lintSource } = await import('@secretlint/core');
      const { creator } = await import('@secretlint/secretlint-rule-preset-recommend');
      const config = { rules: [{ id: 'preset', rule: creator }] };
      return async (path) => {
        let count = 0;
        for (const chunk of chunksOf(path)) {
          const source = { filePath: path, content: chunk.toString('utf8'), ext: '.log', contentType: 'text' };
          count += (await lintSource({ source, options: { config } })).messages.length;
        }
        return count;
      };
    },
  };
}

async function linter(threads) {
  const { lint } = await subject('lint/index');
  return async (path) => {
    let count = 0;
    for await (const _ of lint([path], { threads })) count++;
    return count;
  };
}

function* chunksOf(path) {
  const buffer = Buffer.allocUnsafeSlow(1 << 20);
  const file = openSync(path);
  for (let bytes = readSync(file, buffer); bytes > 0; bytes = readSync(file, buffer)) yield buffer.subarray(0, bytes);
}
