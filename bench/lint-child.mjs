/** One run over one file in a process of its own: `node lint-child.mjs WHAT FILE`. Prints time, memory and findings as JSON. */
import { openSync, readSync } from 'node:fs';
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
    async lint() {
      const { lint } = await subject('lint/index');
      return async (path) => {
        let count = 0;
        for await (const _ of lint([path])) count++;
        return count;
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

function* chunksOf(path) {
  const buffer = Buffer.allocUnsafeSlow(1 << 20);
  const file = openSync(path);
  for (let bytes = readSync(file, buffer); bytes > 0; bytes = readSync(file, buffer)) yield buffer.subarray(0, bytes);
}
