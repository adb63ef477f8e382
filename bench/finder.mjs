/**
 * The finder against other ways to look for a thousand literals in text: one large expression, `indexOf` for each, and
 * an Aho-Corasick automaton over bytes. The finder looks for digit runs, `@`, percent signs and IBANs on top.
 */
import { readFileSync } from 'node:fs';
import { compare } from './harness.mjs';
import { logFile } from './log-files.mjs';
import { methodOf, range, report } from './report.mjs';
import { subject } from './subject.mjs';

const { packs, defaultPacks } = await subject('rules/index');
const { compileRules } = await subject('scan/compile');
const { createFinder } = await subject('scan/finder');
const { sharedKernel } = await subject('scan/kernel');

const { anchors, kinds } = compileRules(defaultPacks.flatMap((pack) => packs[pack]));
const literals = anchors.map(({ literal }) => literal);
const size = 1 << 16;
const files = {
  'clean NDJSON': 'clean.ndjson',
  'clean text': 'clean.log',
  'NDJSON, 30 % dirty': 'dirty-30-percent.ndjson',
};

const results = Object.entries(files).map(([name, file]) => ({ name, result: measure(chunkOf(file)) }));
report({
  name: 'finder',
  title: 'Finding candidates',
  columns: ['', 'times the speed of the finder', 'MB/s'],
  rows: results.flatMap(({ name, result }) =>
    result.contenders.map((contender) => [
      `${name}: ${contender.name}`,
      range(contender.cpuSpeed, 3),
      ((size * 1000) / contender.nanoseconds.median).toFixed(1),
    ]),
  ),
  notes: [`${literals.length} literals of the default packs over ${size} bytes; speeds by processor time.`],
  method: methodOf(results[0].result),
  data: results,
});

function chunkOf(file) {
  return readFileSync(logFile(file, 50_000_000)).subarray(0, size);
}

function measure(chunk) {
  const contenders = [
    { name: 'finder', call: finder(chunk, kinds, sharedKernel()) },
    { name: 'finder, its loop in JavaScript', call: finder(chunk, kinds, null) },
    {
      name: 'finder, literals alone',
      call: finder(chunk, { digits: false, at: false, plus: false, iban: false }, sharedKernel()),
    },
    { name: 'Aho-Corasick over bytes', call: ahoCorasick(chunk) },
    { name: 'one expression', call: oneExpression(chunk) },
    { name: 'indexOf for each literal', call: indexOfEach(chunk) },
  ];
  return compare({ contenders, rounds: 11, slices: 6, warmUpMs: 800 });
}

function finder(chunk, wanted, loop) {
  const bytes = Buffer.alloc(size + 16);
  chunk.copy(bytes);
  const out = { count: 0, at: new Int32Array(1024), ids: new Int32Array(1024) };
  const { find } = createFinder(anchors, wanted, loop);
  return () => {
    out.count = 0;
    find({ bytes, from: 0, length: size }, out, Number.MAX_SAFE_INTEGER);
    return out.count;
  };
}

function oneExpression(chunk) {
  const text = chunk.toString('latin1');
  const expression = new RegExp(
    literals.map((literal) => literal.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'),
    'gi',
  );
  return () => {
    let count = 0;
    expression.lastIndex = 0;
    while (expression.test(text)) count++;
    return count;
  };
}

function indexOfEach(chunk) {
  const text = chunk.toString('latin1');
  const caseless = anchors.filter((anchor) => anchor.caseless).map(({ literal }) => literal.toLowerCase());
  const exact = anchors.filter((anchor) => !anchor.caseless).map(({ literal }) => literal);
  return () => countAll(text, exact) + countAll(text.toLowerCase(), caseless);
}

function countAll(text, searched) {
  let count = 0;
  for (const literal of searched)
    for (let at = text.indexOf(literal); at >= 0; at = text.indexOf(literal, at + 1)) count++;
  return count;
}

/** Aho and Corasick, CACM 18 (1975), as one table by state and class of byte; case is folded, which only finds more. */
function ahoCorasick(chunk) {
  const { classes, count: width } = byteClasses();
  const tables = { classes, width, ...automaton(classes, width) };
  return () => run(tables, chunk);
}

/** Not a closure: V8 would build the tables of the first one into the code, and slow down at the second. */
function run({ classes, width, next, ends }, chunk) {
  let [state, count] = [0, 0];
  for (let at = 0; at < size; at++) {
    state = next[state * width + classes[chunk[at]]];
    count += ends[state];
  }
  return count;
}

function byteClasses() {
  const classes = new Uint8Array(256);
  let count = 1;
  for (const literal of literals) {
    for (const byte of Buffer.from(literal.toLowerCase(), 'latin1')) if (classes[byte] === 0) classes[byte] = count++;
  }
  for (let capital = 65; capital <= 90; capital++) classes[capital] = classes[capital + 32];
  return { classes, count };
}

function automaton(classes, width) {
  const states = literals.reduce((sum, { length }) => sum + length, 1);
  const next = new Int32Array(states * width);
  const ends = new Uint8Array(states);
  let used = 1;
  for (const literal of literals) {
    let state = 0;
    for (const byte of Buffer.from(literal, 'latin1')) {
      const slot = state * width + classes[byte];
      if (next[slot] === 0) next[slot] = used++;
      state = next[slot];
    }
    ends[state] = 1;
  }
  addFailures({ next, ends, width, used });
  return { next, ends };
}

function addFailures({ next, ends, width, used }) {
  const failure = new Int32Array(used);
  const queue = next.subarray(0, width).filter((state) => state !== 0);
  const order = [...queue];
  for (const state of order) {
    ends[state] |= ends[failure[state]];
    for (let byte = 0; byte < width; byte++) {
      const slot = state * width + byte;
      const fallback = next[failure[state] * width + byte];
      if (next[slot] === 0) next[slot] = fallback;
      else {
        failure[next[slot]] = fallback;
        order.push(next[slot]);
      }
    }
  }
}
