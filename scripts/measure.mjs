/**
 * Measures detection on labelled examples: `npm run measure -- DIR [--missed] [--flagged] [--write]`, or with the
 * directory in LOGVEIL_CORPORA. Every `*.jsonl` and `*.jsonl.gz` in it holds one example a line:
 * `{ source, rule, kind: "secret" | "pii", label: "positive" | "negative", text, secret? }`, where `secret` is the exact
 * part that must be hidden, or `secrets` where there are several. A positive counts as covered when every character of it is.
 *
 * `--missed` and `--flagged` list what was missed and what was flagged, by shape, never by value. `--write` puts the
 * table into `docs/numbers.md`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { writeSection } from '../bench/numbers.mjs';
import { table } from '../bench/report.mjs';
import { repository, subject } from '../bench/subject.mjs';

/** Not a secret by itself, or one only with another tool's settings. */
const leftOutMarks = ['identifier', 'component', 'options', 'weak'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { missed: { type: 'boolean' }, flagged: { type: 'boolean' }, write: { type: 'boolean' } },
});
const directory = positionals[0] ?? process.env['LOGVEIL_CORPORA'];
if (directory === undefined) {
  process.stderr.write('Name the directory of the labelled examples: npm run measure -- DIR\n');
  process.exit(2);
}

const { createRedactor } = await subject('redact/index');
const { packs, defaultPacks } = await subject('rules/index');
const files = readdirSync(directory)
  .filter((name) => /\.jsonl(?:\.gz)?$/.test(name))
  .sort()
  .map((name) => ({ name: basename(basename(name, '.gz'), '.jsonl'), examples: readExamples(join(directory, name)) }));
const settings = [
  { name: 'default packs', redactor: createRedactor({ packs: defaultPacks }) },
  { name: 'all packs', redactor: createRedactor({ packs: Object.keys(packs) }) },
];
const results = settings.map(({ name, redactor }) => ({
  name,
  groups: files.flatMap((file) => measure(file, redactor)),
}));

const body = [...results.map(section), closingNote()].join('\n\n');
process.stdout.write(`${body}\n`);
if (values.missed) list('Missed', (group) => group.missed);
if (values.flagged) list('Flagged', (group) => group.flagged);
if (values.write) {
  writeSection(resolve(repository, 'docs/numbers.md'), { name: 'detection', title: 'Detection, measured', body });
}

function readExamples(path) {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line)]));
}

/** One group for each source of a file. */
function measure({ name, examples }, redactor) {
  const sources = [...new Set(examples.map(({ source }) => source))];
  return sources.map((source) => {
    const group = newGroup(sources.length === 1 ? name : `${name}: ${source}`);
    for (const example of examples) {
      if (example.source !== source) continue;
      if (example.label === 'negative') countNegative(group, example, redactor);
      else countPositive(group, example, redactor);
    }
    return group;
  });
}

function newGroup(name) {
  return {
    name,
    rules: new Map(),
    leftOut: 0,
    negatives: 0,
    flaggedBy: new Map(),
    flaggedLines: 0,
    missed: [],
    flagged: [],
  };
}

function countPositive(group, example, redactor) {
  const { text } = example;
  const secrets = [example.secret, ...(example.secrets ?? [])].filter(
    (one) => typeof one === 'string' && text.includes(one),
  );
  if (secrets.length === 0 || leftOutMarks.some((mark) => example[mark])) {
    group.leftOut++;
    return;
  }
  const isCovered = {
    raw: covers(redactor, text, secrets),
    inMessage: covers(redactor, inMessage(text), secrets.map(escaped)),
  };
  const counts = group.rules.get(example.rule) ?? { all: 0, raw: 0, inMessage: 0 };
  counts.all++;
  if (isCovered.raw) counts.raw++;
  if (isCovered.inMessage) counts.inMessage++;
  group.rules.set(example.rule, counts);
  if (isCovered.raw && isCovered.inMessage) return;
  const where = isCovered.raw ? 'in msg' : isCovered.inMessage ? 'raw' : 'both';
  group.missed.push({ rule: example.rule, where, shape: shapeAround(text, secrets[0]) });
}

function countNegative(group, { text }, redactor) {
  group.negatives++;
  const found = redactor.find(text);
  if (found.length === 0) return;
  group.flaggedLines++;
  for (const rule of new Set(found.map(({ rule }) => rule)))
    group.flaggedBy.set(rule, (group.flaggedBy.get(rule) ?? 0) + 1);
  for (const { rule, start, end } of found)
    group.flagged.push({ rule, where: '', shape: shapeAround(text, text.slice(start, end), start) });
}

function inMessage(text) {
  return JSON.stringify({ level: 'info', msg: text });
}

function escaped(text) {
  return JSON.stringify(text).slice(1, -1);
}

/** True when every character of each secret, wherever it stands in the text, is inside a finding. */
function covers(redactor, text, secrets) {
  const found = redactor.find(text);
  return secrets.every((secret) => {
    for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + secret.length)) {
      let reached = at;
      for (const { start, end } of found) if (start <= reached && end > reached) reached = end;
      if (reached < at + secret.length) return false;
    }
    return true;
  });
}

/** The place without its value: letters become `a` and `A`, digits `0`; what stands before keeps its words. */
function shapeAround(text, value, at = text.indexOf(value)) {
  const before = text.slice(Math.max(0, at - 24), at).replace(/\d/g, '0');
  const inside = value.slice(0, 60).replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A').replace(/\d/g, '0');
  return JSON.stringify(`${before}<${inside.replace(/(.)\1{3,}/g, (run, one) => `${one}{${run.length}}`)}>`);
}

function section({ name, groups }) {
  const positive = groups.filter(({ rules }) => rules.size > 0);
  const negative = groups.filter(({ negatives }) => negatives > 0);
  return [
    `With ${name}:`,
    table({
      columns: ['positives covered', 'raw', 'in `msg`', 'mean over rules, raw', 'in `msg` ', 'left out'],
      rows: positive.map(recallRow),
    }),
    table({
      columns: ['negatives flagged', 'lines', 'by'],
      rows: negative.map(({ name: group, flaggedLines, negatives, flaggedBy }) => [
        group,
        `${flaggedLines} of ${negatives}`,
        mostOf(flaggedBy),
      ]),
    }),
  ].join('\n\n');
}

/** The rules that flagged most, few enough for a table. */
function mostOf(flaggedBy) {
  const shown = [...flaggedBy].sort((a, b) => b[1] - a[1]).map(([rule, count]) => `${rule} ${count}`);
  const rest = shown.length > 6 ? [`${shown.length - 5} more`] : [];
  return shown.length === 0 ? '-' : [...shown.slice(0, rest.length === 0 ? 6 : 5), ...rest].join(', ');
}

function recallRow({ name, rules, leftOut }) {
  const all = sum(rules, 'all');
  return [
    name,
    `${sum(rules, 'raw')} of ${all} (${percent(sum(rules, 'raw') / all)})`,
    `${sum(rules, 'inMessage')} of ${all} (${percent(sum(rules, 'inMessage') / all)})`,
    percent(meanOverRules(rules, 'raw')),
    percent(meanOverRules(rules, 'inMessage')),
    String(leftOut),
  ];
}

function sum(rules, what) {
  return [...rules.values()].reduce((total, counts) => total + counts[what], 0);
}

function meanOverRules(rules, what) {
  return [...rules.values()].reduce((total, counts) => total + counts[what] / counts.all, 0) / rules.size;
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}

function closingNote() {
  const day = new Date().toISOString().slice(0, 10);
  return [
    `Measured ${day} with \`npm run measure\` on labelled examples that are not part of this repository: the rule tests of gitleaks, Nosey`,
    'Parker, detect-secrets and secretlint; the recognizer tests of Presidio; one example of each of 92 shapes in which',
    'secrets stand in backend logs; look-alikes and values that are hidden already; lines of real systems. Personal data in',
    "real lines (IP and mail addresses) is not a false positive, and another tool's negative is one for its own rule only:",
    'what it calls no key of its kind may well be a password. Left out are examples that are no secret by themselves or',
    "depend on another tool's settings.",
  ].join('\n');
}

function list(title, entriesOf) {
  for (const { name, groups } of results) {
    for (const group of groups) {
      const entries = entriesOf(group);
      if (entries.length === 0) continue;
      process.stdout.write(`\n${title}, ${name}, ${group.name}:\n`);
      for (const { rule, where, shape } of entries)
        process.stdout.write(`  ${[rule, where, shape].filter(Boolean).join('  ')}\n`);
    }
  }
}
