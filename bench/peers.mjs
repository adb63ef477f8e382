/**
 * The other ways to keep secrets out of logs, on the request record of `request-line.mjs`: the speed of a log call against
 * bare pino, and what is left in the line. Each is set up for this very record as far as its options go.
 */
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { nullDestination } from './against-pino.mjs';
import { compare } from './harness.mjs';
import { leftIn, requestMessage, requestRecord } from './records.mjs';
import { methodOf, range, report } from './report.mjs';
import { subject } from './subject.mjs';

const base = { service_name: 'checkout', env: 'production', version: '1.4.2' };
const record = requestRecord();

const sixPaths = [
  'body.password',
  'body.card.number',
  'body.card.cvv',
  'body.email',
  'req.headers.authorization',
  'req.headers.cookie',
];
const sensitiveNames = [
  'password',
  'number',
  'cvv',
  'email',
  'authorization',
  'cookie',
  'token',
  'secret',
  'apiKey',
  'ssn',
];
const twentyWildcards = sensitiveNames.flatMap((name) => [`*.${name}`, `*.*.${name}`]);

/** What each is, and how it is made ready; gives the log call and where the last line can be seen. */
const peers = {
  async 'logveil, default packs'() {
    const { createLogger } = await subject('index');
    const to = nullDestination();
    const logger = createLogger({ service: 'checkout', env: 'production', version: '1.4.2' }, to);
    return { to, call: () => logger.info(record, requestMessage) };
  },
  'pino redact, 6 paths': () => withPino({ redact: sixPaths }),
  'pino redact, 20 wildcard paths': () => withPino({ redact: twentyWildcards }),
  async '@pinojs/redact in formatters.log, 6 paths'() {
    const { default: createRedact } = await import('@pinojs/redact');
    const redact = createRedact({ paths: sixPaths, serialize: false });
    return withPino({ formatters: { log: (fields) => redact(fields) } });
  },
  async 'fast-redact with JSON.stringify, 6 paths, no message'() {
    const { default: createRedact } = await import('fast-redact');
    const redact = createRedact({ paths: sixPaths });
    const to = nullDestination();
    return { to, call: () => to.write(redact(record)) };
  },
  async '@redactpii/node on the line'() {
    const { Redactor } = await import('@redactpii/node');
    const redactor = new Redactor();
    return onTheLine((line) => redactor.redact(line));
  },
  async 'redact-pii on the line'() {
    const { SyncRedactor } = await import('redact-pii');
    const redactor = new SyncRedactor();
    return onTheLine((line) => redactor.redact(line));
  },
  'LogTape with @logtape/redaction, fields and patterns': logTape,
  async '@zapier/secret-scrubber in formatters.log'() {
    const { findSensitiveValues, scrub } = await import('@zapier/secret-scrubber');
    return withPino({ formatters: { log: (fields) => scrub(fields, findSensitiveValues(fields)) } });
  },
  async 'redact-secrets in formatters.log'() {
    const { default: createRedact } = await import('redact-secrets');
    const redact = createRedact('[REDACTED]');
    return withPino({ formatters: { log: (fields) => redact.map(fields) } });
  },
  async '@hackylabs/deep-redact in formatters.log, keys'() {
    const { DeepRedact } = await import('@hackylabs/deep-redact');
    const redactor = new DeepRedact({
      blacklistedKeys: sensitiveNames,
      fuzzyKeyMatch: true,
      caseSensitiveKeyMatch: false,
    });
    return withPino({ formatters: { log: (fields) => redactor.redact(fields) } });
  },
  evlog,
  async '@visulima/redact in formatters.log, standard rules'() {
    const { redact, standardRules } = await import('@visulima/redact');
    return withPino({ formatters: { log: (fields) => redact(fields, standardRules) } });
  },
};

const rows = [];
const notes = ['Speeds by processor time, each against bare pino in turns with it.'];
let method = '';
for (const [name, prepare] of Object.entries(peers)) {
  try {
    rows.push(await measured(name, prepare));
  } catch (error) {
    notes.push(`Left out: ${name} (${error instanceof Error ? error.message.split('\n')[0] : 'failed'}).`);
  }
}

report({
  name: 'peers',
  title: 'Others on the same record',
  columns: ['', 'times the speed of bare pino', 'left in the line'],
  rows: rows.map(({ name, speed, left }) => [name, range(speed, speed.median < 0.001 ? 6 : 3), left]),
  notes: [...notes, versions()],
  method,
  data: rows,
});
// LogTape and evlog keep timers.
process.exit();

async function measured(name, prepare) {
  const { to, call } = await prepare();
  const bare = withPino({});
  const contenders = [
    { name: 'bare pino', call: bare.call },
    { name, call },
  ];
  const result = compare({ contenders, rounds: 9, slices: 8, warmUpMs: 1000 });
  // A destination that is called later has been by now.
  await new Promise((resolve) => setTimeout(resolve, 20));
  method = methodOf(result);
  const isJson = to.last.startsWith('{') && parses(to.last);
  const left = leftIn(to.last).join(', ') || 'nothing';
  return { name, speed: result.contenders[1].cpuSpeed, left: isJson ? left : `${left}; no JSON any more` };
}

function parses(line) {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function withPino(options) {
  const to = nullDestination();
  const logger = pino({ base, ...options }, to);
  return { to, call: () => logger.info(record, requestMessage) };
}

function onTheLine(clean) {
  const to = nullDestination();
  const logger = pino({ base }, { write: (line) => to.write(clean(line)) });
  return { to, call: () => logger.info(record, requestMessage) };
}

async function logTape() {
  const { configure, getJsonLinesFormatter, getLogger } = await import('@logtape/logtape');
  const { DEFAULT_REDACT_FIELDS, redactByField, redactByPattern, ...patterns } = await import('@logtape/redaction');
  const to = nullDestination();
  const { CREDIT_CARD_NUMBER_PATTERN, EMAIL_ADDRESS_PATTERN, JWT_PATTERN, US_SSN_PATTERN } = patterns;
  const format = redactByPattern(getJsonLinesFormatter(), [
    CREDIT_CARD_NUMBER_PATTERN,
    EMAIL_ADDRESS_PATTERN,
    JWT_PATTERN,
    US_SSN_PATTERN,
  ]);
  await configure({
    sinks: { out: redactByField((entry) => to.write(format(entry)), DEFAULT_REDACT_FIELDS) },
    loggers: [
      { category: [], sinks: ['out'], lowestLevel: 'info' },
      { category: ['logtape', 'meta'], sinks: [], lowestLevel: 'error' },
    ],
  });
  const logger = getLogger(['checkout']).with(base);
  return { to, call: () => logger.info(requestMessage, record) };
}

async function evlog() {
  const { initLogger, log } = await import('evlog');
  const to = nullDestination();
  initLogger({
    env: { service: 'checkout', environment: 'production', version: '1.4.2' },
    pretty: false,
    silent: true,
    redact: { paths: ['password', 'cvv', 'number', 'authorization', 'cookie'] },
    drain: ({ event }) => to.write(JSON.stringify(event)),
  });
  return { to, call: () => log.info({ ...record, message: requestMessage }) };
}

function versions() {
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
  const installed = Object.keys(dependencies)
    .filter((name) => !name.startsWith('@secretlint/'))
    .map((name) => `${name} ${versionOf(name)}`);
  return `pino ${pino.version}, ${installed.join(', ')}.`;
}

function versionOf(name) {
  try {
    return JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;
  } catch {
    return 'not installed';
  }
}
