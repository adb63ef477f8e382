/** One start in a process of its own: `node startup-child.mjs`. Prints milliseconds as JSON. */
import { pino } from 'pino';
import { nullDestination } from './against-pino.mjs';
import { requestMessage, requestRecord } from './records.mjs';
import { subject } from './subject.mjs';

const times = {};
const to = nullDestination();
pino({}, to).info(requestRecord(), requestMessage);

const { createLogger } = await timed('import of logveil, pino being loaded', () => subject('index'));
const { createEngine } = await subject('redact/engine');
const logger = await timed('first createLogger', () => createLogger({ service: 'checkout' }, to));
await timed('first line, with secrets', () => logger.info(requestRecord(), requestMessage));
await timed('second line', () => logger.info(requestRecord(), requestMessage));
await timed('second createLogger', () => createLogger({ service: 'checkout' }, to));
await timed('third createLogger', () => createLogger({ service: 'checkout' }, to));
await timed('createEngine, the redactor alone', () => createEngine());
await timed('first pino(), for comparison', () => pino({ base: { service_name: 'checkout' } }, to));
process.stdout.write(JSON.stringify(times));

async function timed(name, run) {
  const start = process.hrtime.bigint();
  const made = await run();
  times[name] = Number(process.hrtime.bigint() - start) / 1e6;
  return made;
}
