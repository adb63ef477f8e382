/** What a context costs a request, and what binding costs, in microseconds. */
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { compare, systemClocks } from './harness.mjs';
import { methodOf, range, report } from './report.mjs';
import { subject } from './subject.mjs';

const { bindContext, bindEmitter, resolveInbound, runWithContext, startContext } = await subject('context/index');
const bare = new AsyncLocalStorage();
const headers = { host: 'shop.example.com', 'x-request-id': '0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f1000' };
const traced = { ...headers, traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' };
const fields = { correlation_id: headers['x-request-id'] };
const work = () => 1;
const inContext = (call) => startContext(fields, () => bindContext(call));
const bar = 2;

const contenders = [
  { name: 'AsyncLocalStorage.run of an object, nothing else', call: () => bare.run({}, work) },
  { name: 'startContext with an id', call: () => startContext(fields, work) },
  {
    name: 'startContext with an id and two fields',
    call: () => startContext({ correlation_id: 'order-17', tenant: 'acme', step: 2 }, work),
  },
  {
    name: 'an id from a header, checked, and startContext',
    call: () => startContext(resolveInbound(headers).fields, work),
  },
  { name: 'a traceparent, checked, and startContext', call: () => startContext(resolveInbound(traced).fields, work) },
  { name: 'a new id and startContext', call: () => startContext(resolveInbound({}).fields, work) },
  { name: 'runWithContext inside another', call: inContext(() => runWithContext({ step: 1 }, work)) },
  { name: 'bindContext', call: inContext(() => bindContext(work)) },
  { name: 'AsyncResource.bind, which bindContext does without', call: inContext(() => AsyncResource.bind(work)) },
  { name: 'bindEmitter of a new emitter', call: inContext(() => bindEmitter(new EventEmitter())) },
];

// Absolute times mean little on a machine that does other things, so the processor's are taken.
const { cpu } = systemClocks;
const result = compare({ contenders, clocks: { wall: cpu, cpu } });
const [, , , fromHeader] = result.contenders;
const reached = fromHeader.nanoseconds.median / 1000;
report({
  name: 'context-run',
  title: 'A context for a request',
  columns: ['', 'µs of processor time'],
  rows: result.contenders.map(({ name, nanoseconds }) => [
    name,
    range({
      median: nanoseconds.median / 1000,
      low: nanoseconds.low / 1000,
      high: nanoseconds.high / 1000,
    }),
  ]),
  notes: [
    `Bar: entering a context for a request takes at most ${bar} µs of processor time. ${reached <= bar ? 'Reached' : 'Not reached'}: ${reached.toFixed(2)} µs with an id from a header.`,
  ],
  method: methodOf(result),
  data: { bar, reached, ...result },
});
