/** The small line with an id that no line had before: what a line costs when not all of its texts are known. */
import assert from 'node:assert/strict';
import { againstPino } from './against-pino.mjs';
import { smallMessage, smallRecord } from './records.mjs';

await againstPino({
  name: 'small-line-new',
  title: 'Small line with a new text in each',
  record: (turn) => ({ ...smallRecord(), orderId: `o-${turn.toString(36)}` }),
  isNew: true,
  message: smallMessage,
  bar: 0.8,
  check: (line) => assert.match(JSON.parse(line).orderId, /^o-[0-9a-z]+$/),
});
