/** A small line with nothing to hide: the cost of every log call. */
import { againstPino } from './against-pino.mjs';
import { smallMessage, smallRecord } from './records.mjs';
import { assertUnchanged } from './unchanged.mjs';

await againstPino({
  name: 'small-line',
  title: 'Small line with nothing to hide',
  record: smallRecord,
  message: smallMessage,
  bar: 0.8,
  check: (line) => assertUnchanged(line, smallRecord(), smallMessage),
});
