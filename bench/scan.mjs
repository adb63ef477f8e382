/** What the parts of a scan cost: loading a text, finding candidates, reading values, telling masks from values. */
import { compare } from './harness.mjs';
import {
  cleanMessage,
  cleanRecord,
  planted,
  requestMessage,
  requestRecord,
  smallMessage,
  smallRecord,
} from './records.mjs';
import { methodOf, range, report } from './report.mjs';
import { subject } from './subject.mjs';

const { loadSource, takeSource } = await subject('scan/source');
const { createScanner, isMask } = await subject('scan/index');
const { createEngine } = await subject('redact/engine');
const { packs, defaultPacks } = await subject('rules/index');

const lines = {
  'small line': JSON.stringify({ ...smallRecord(), msg: smallMessage }),
  'clean request': JSON.stringify({ ...cleanRecord(), msg: cleanMessage }),
  'request with secrets': JSON.stringify({ ...requestRecord(), msg: requestMessage }),
};
const scanner = createScanner(defaultPacks.flatMap((pack) => packs[pack]));
const engine = createEngine();
const source = takeSource();
const bytes = Buffer.alloc(1 << 16);

const groups = Object.entries(lines).map(([name, line]) => ({
  name: `${name}, ${line.length} characters`,
  result: compare({
    contenders: [
      { name: 'latin1Write alone', call: () => bytes.latin1Write(line, 0, line.length) },
      { name: 'utf8Write alone', call: () => bytes.utf8Write(line, 0, line.length) },
      { name: 'charCodeAt in a loop', call: () => copyUnits(line) },
      { name: 'loadSource', call: () => loadSource(source, line, 'json') },
      { name: 'scanner.scan', call: () => scanner.scan(line, 'json') },
      { name: 'redactor.line', call: () => engine.line(line) },
      { name: 'JSON.parse, for comparison', call: () => JSON.parse(line) },
    ],
    rounds: 11,
    warmUpMs: 800,
  }),
}));

// A dash is enough to leave the quick answer, so the same value with one shows what the expressions take.
const password = planted.password.replaceAll('-', '7');
groups.push({
  name: `isMask, a value of ${password.length} characters`,
  result: compare({
    contenders: [
      { name: 'letters and digits: the quick answer', call: () => isMask(password) },
      { name: 'with a dash: nine expressions', call: () => isMask(planted.password) },
    ],
    rounds: 11,
    warmUpMs: 800,
  }),
});

report({
  name: 'scan',
  title: 'Parts of a scan',
  columns: ['', 'times the cost of the first row', 'ns a call'],
  rows: groups.flatMap(({ name, result }) =>
    result.contenders.map((contender) => [
      `${name}: ${contender.name}`,
      range(costOf(contender.cpuSpeed), 1),
      contender.nanoseconds.median.toFixed(0),
    ]),
  ),
  notes: ['Costs by processor time, within each group.'],
  method: methodOf(groups[0].result),
  data: groups,
});

function copyUnits(line) {
  for (let at = 0; at < line.length; at++) bytes[at] = line.charCodeAt(at);
}

function costOf({ median, low, high }) {
  return { median: 1 / median, low: 1 / high, high: 1 / low };
}
