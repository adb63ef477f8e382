/** The request line when no secret in it was ever seen before: what redaction costs at the most. */
import assert from 'node:assert/strict';
import { againstPino } from './against-pino.mjs';
import { leftIn, planted, requestMessage, requestRecord } from './records.mjs';

// More than the logger remembers readings of, and made before the clock starts.
const records = Array.from({ length: 4096 }, (_, index) => variant(index));

await againstPino({
  name: 'request-line-new',
  title: 'Request line with nine secrets that no line had before',
  record: (turn) => records[turn % records.length],
  isNew: true,
  message: requestMessage,
  bar: 0.55,
  check(line) {
    assert.deepEqual(leftIn(line), []);
    assert.doesNotMatch(line, /Tok3n8Hq|Session91xQ|correct-|jane\.|4012888888881881/);
  },
});

/** The request with secrets of its own. */
function variant(index) {
  const mark = Math.imul(index + 1, 0x9e3779b1) >>> 0;
  const own = mark.toString(36);
  const record = requestRecord();
  const email = `jane.${own}@example.com`;
  record.req.url = record.req.url.replace(planted['url token'], `fake${own}Tok3n8Hq`);
  record.req.headers.authorization += own;
  record.req.headers.cookie = `sid=s%3A${own}Session91xQ; theme=dark`;
  record.user.email = email;
  record.body.email = email;
  record.body.password = `correct-${own}-9`;
  record.body.card.number = ['4111111111111111', '5555555555554444', '4012888888881881'][index % 3];
  // One text each, as a parser gives them, and not the parts they were put together from.
  return JSON.parse(JSON.stringify(record));
}
