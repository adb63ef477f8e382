/** A request line of the same shape with nothing to hide: what looking costs. */
import { againstPino } from './against-pino.mjs';
import { cleanMessage, cleanRecord } from './records.mjs';
import { assertUnchanged } from './unchanged.mjs';

await againstPino({
  name: 'clean-request',
  title: 'Request line with nothing to hide',
  record: cleanRecord,
  message: cleanMessage,
  bar: 0.8,
  check: (line) => assertUnchanged(line, cleanRecord(), cleanMessage),
});
