/** Ids on each line: context, active span and a field of the context, in the shape Loki wants, against bare pino and a mixin. */
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { pino } from 'pino';
import { nullDestination } from './against-pino.mjs';
import { compare } from './harness.mjs';
import { smallMessage, smallRecord } from './records.mjs';
import { comparisonColumns, comparisonRows, methodOf, report } from './report.mjs';
import { subject } from './subject.mjs';

const { createLogger } = await subject('index');
const { runWithContext } = await subject('context/index');
const service = { service: 'checkout', env: 'production', version: '1.4.2' };
const base = { service_name: 'checkout', env: 'production', version: '1.4.2' };
const bar = 1.5;

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const tracer = new BasicTracerProvider().getTracer('bench');

// What a team writes today, in its quickest form: a mixin that reads its own store and the active span for each line.
const ownStore = new AsyncLocalStorage();
const mixin = () => {
  const { correlation_id, tenant } = ownStore.getStore();
  const { traceId, spanId, traceFlags } = trace.getSpan(context.active()).spanContext();
  return { correlation_id, tenant, trace_id: traceId, span_id: spanId, trace_flags: `0${traceFlags.toString(16)}` };
};
const lokiShape = { timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } };

const contenders = [
  contender("bare pino: number level, pino's own time, no ids", (to) => pino({ base }, to)),
  contender('bare pino: text level, ISO time, no ids', (to) => pino({ base, ...lokiShape }, to)),
  contender('pino: text level, ISO time, ids by a mixin', (to) => pino({ base, ...lokiShape, mixin }, to)),
  contender('createLogger with ids, no packs', (to) => createLogger({ ...service, redact: { packs: [] } }, to)),
  contender('createLogger with ids, default packs', (to) => createLogger(service, to)),
  contender('createLogger with ids, no packs, 16 requests taking turns', (to) =>
    createLogger({ ...service, redact: { packs: [] } }, to),
  ),
];
const fields = smallRecord();
for (const each of contenders) each.call = () => each.logger.info(fields, smallMessage);

/** Runs in a context of logveil's, in one of the mixin's, and in a span: what any line of a request has around it. */
function inRequest(n, run) {
  const ids = { correlation_id: `0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f${1000 + n}`, tenant: 'acme' };
  return runWithContext(ids, () => ownStore.run(ids, () => tracer.startActiveSpan('request', run)));
}

// Entering is paid once per request, so it is taken off this contender's account by binding beforehand.
const { snapshot } = await subject('context/index');
const turns = Array.from({ length: 16 }, (_, n) => inRequest(n, () => snapshot()));
const [last] = contenders.slice(-1);
let turn = 0;
const log = () => last.logger.info(fields, smallMessage);
last.call = () => turns[turn++ & 15](log);

inRequest(0, () => {
  const result = compare({ contenders, afterRound: check });
  const [, , mixed, stamped] = result.contenders;
  // Of the processor's time: the machine does other things as well.
  const reached = 1 / stamped.cpuSpeed.median;
  report({
    name: 'context-line',
    title: 'A line with ids, in a request and a span',
    columns: comparisonColumns,
    rows: comparisonRows(result),
    notes: [
      `pino ${pino.version}; a small line with nothing to hide (see "Small line"). With ids it has \`correlation_id\`, \`trace_id\`, \`span_id\`, \`trace_flags\` and one field of the context. The last row changes context and span with every line, and pays for the change.`,
      `Bar: ids, context, OpenTelemetry and Loki's shape take at most ${bar} times the first row's processor time, redaction apart ("no packs"). ${reached <= bar ? 'Reached' : 'Not reached'}: ${reached.toFixed(2)} times; with a mixin ${(1 / mixed.cpuSpeed.median).toFixed(2)} times.`,
    ],
    method: methodOf(result),
    data: { bar, reached, ...result },
  });
});

function check() {
  for (const { name, to } of contenders.slice(2)) {
    const line = JSON.parse(to.last);
    assert.equal(line.level, 'info', name);
    assert.match(line.correlation_id, /^0193a1b2-/, name);
    assert.equal(line.tenant, 'acme', name);
    assert.match(line.trace_id, /^[0-9a-f]{32}$/, name);
    assert.equal(line.trace_flags, '01', name);
  }
}

function contender(name, create) {
  const to = nullDestination();
  return { name, to, logger: create(to), call: () => undefined };
}
