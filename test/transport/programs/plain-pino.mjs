/** A program with a plain pino and the target `logveil/loki`. */
import { pino } from 'pino';

const { url, directory, count } = JSON.parse(process.argv[2]);
const options = { url, service: 'checkout', env: 'test', spool: { directory }, batch: { maxWaitMs: 20 } };
const log = pino({ transport: { target: 'logveil/loki', options } });
for (let n = 0; n < count; n++) log.warn({ n, password: 'hunter2' }, 'charged');
