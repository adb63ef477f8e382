/** What it takes to start: the first logger of a process, the next ones, and children. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pino } from 'pino';
import { nullDestination } from './against-pino.mjs';
import { compare, summary } from './harness.mjs';
import { methodOf, range, report } from './report.mjs';
import { repository, subject } from './subject.mjs';

const starts = 15;
const runs = Array.from({ length: starts }, () => {
  const output = execFileSync(process.execPath, [join(repository, 'bench', 'startup-child.mjs')], { encoding: 'utf8' });
  return JSON.parse(output);
});
const startTimes = Object.keys(runs[0]).map((name) => ({ name, milliseconds: summary(runs.map((run) => run[name])) }));

const { createLogger } = await subject('index');
const to = nullDestination();
const bare = pino({ base: { service_name: 'checkout' } }, to);
const logger = createLogger({ service: 'checkout' }, to);
const children = compare({
  contenders: [
    { name: 'pino: child', call: () => bare.child({ requestId: 'b1946ac9', route: '/orders' }) },
    { name: 'createLogger: child', call: () => logger.child({ requestId: 'b1946ac9', route: '/orders' }) },
    {
      name: 'createLogger: child with paths',
      call: () => logger.child({ route: '/orders' }, { redact: ['user.note'] }),
    },
  ],
});

report({
  name: 'startup',
  title: 'Starting',
  columns: ['', 'milliseconds', 'times the cost of pino'],
  rows: [
    ...startTimes.map(({ name, milliseconds }) => [name, range(milliseconds), '']),
    ...children.contenders.map(({ name, nanoseconds, cpuSpeed }) => [
      name,
      (nanoseconds.median / 1e6).toFixed(4),
      (1 / cpuSpeed.median).toFixed(1),
    ]),
  ],
  notes: [`Starts are of ${starts} processes, the median and in brackets the middle half.`],
  method: methodOf(children),
  data: { startTimes, children },
});
