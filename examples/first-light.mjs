/**
 * `npm start`: a small HTTP service logs requests that carry secrets, once through pino alone and once through logveil,
 * and shows both. Then the linter looks at a file of raw logs. Needs no network and no server but its own.
 */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { styleText } from 'node:util';
import pino from 'pino';
import { run } from '../dist/cli/run.js';
import { createLogger, runWithContext } from '../dist/index.js';
import { lint } from '../dist/lint/index.js';
import { forms } from './first-light/secrets.mjs';
import { callShop, createShop } from './first-light/service.mjs';
import { sideBySide } from './first-light/side-by-side.mjs';

const width = Math.min(Math.max(process.stdout.columns ?? 100, 60), 160);
const color = process.stdout.isTTY === true && !process.env.NO_COLOR;
/** The requests worth showing in full: headers, body, error. */
const shown = [1, 2, 3];

const { before, after, requests } = await logRequests();
heading('What was logged: pino alone | logveil');
for (const index of shown) print(`${sideBySide(before[index], after[index], { width, color, leaks: forms })}\n`);
heading('One id for each request, on every line of it');
for (const line of after) print(idsOf(JSON.parse(line)));
heading('Lines for Loki');
for (const line of after.slice(-3)) print(line);
heading('logveil lint on a file of raw logs');
const raw = await lintRawLogs();
conclude(raw);

async function logRequests() {
  const bare = memory();
  const safe = memory();
  const options = { service: 'shop', version: '1.4.2', env: 'demo' };
  const loggers = [pino(bare.stream), createLogger(options, safe.stream)];
  const server = createShop(loggers, (handle) => runWithContext({}, handle)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const requests = await callShop(`http://127.0.0.1:${server.address().port}`);
  server.closeAllConnections();
  server.close();
  return { before: bare.lines(), after: safe.lines(), requests };
}

function memory() {
  let text = '';
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  return { stream, lines: () => text.trimEnd().split('\n') };
}

function idsOf({ correlation_id, trace_id, msg }) {
  const ids = [correlation_id && `correlation_id ${correlation_id}`, trace_id && `trace_id ${trace_id}`];
  return `${ids.filter(Boolean).join('  ')}  ${msg.slice(0, 24)}`;
}

async function lintRawLogs() {
  const directory = mkdtempSync(join(tmpdir(), 'logveil-'));
  const file = join(directory, 'shop.log');
  try {
    // The stored file has a ~ in every token, so that it holds none as a literal.
    const stored = readFileSync(new URL('../fixtures/logs/shop.log', import.meta.url), 'utf8');
    writeFileSync(file, stored.replaceAll('~', ''));
    const exitCode = await run(['lint', file], process);
    const counted = lint([file]);
    for await (const _ of counted);
    return { exitCode, ...counted.summary() };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function conclude({ findings, rules, lines }) {
  const leaked = (text) => forms.filter((form) => text.includes(form)).length;
  const bare = leaked(before.join('\n'));
  const safe = leaked(after.join('\n'));
  print(
    `\nfirst light: ${requests} requests with ${forms.length} secrets. pino alone wrote ${bare} of them, logveil ${safe}; ` +
      `the raw file holds ${findings} findings of ${rules.length} rules in ${lines} lines.`,
  );
  if (safe > 0) process.exitCode = 1;
}

function heading(text) {
  print(
    `\n${color ? styleText('bold', text, { validateStream: false }) : text}\n${'-'.repeat(Math.min(width, text.length))}`,
  );
}

function print(text) {
  process.stdout.write(`${text}\n`);
}
