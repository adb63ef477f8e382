/** A typical request line with secrets in nine places, all default packs: what redaction costs where there is work to do. */
import assert from 'node:assert/strict';
import { againstPino } from './against-pino.mjs';
import { countLeaves, leftIn, requestMessage, requestRecord } from './records.mjs';

assert.equal(countLeaves(requestRecord()) + 1, 30);

await againstPino({
  name: 'request-line',
  title: 'Request line with secrets in nine places',
  record: requestRecord,
  message: requestMessage,
  bar: 0.55,
  check(line) {
    assert.deepEqual(leftIn(line), []);
    assert.equal(JSON.parse(line).res.statusCode, 201);
  },
});
