import assert from 'node:assert/strict';

/** Throws unless the line holds the record and the message as they were given. */
export function assertUnchanged(line, record, message) {
  const { level, time, service_name, env, version, ...rest } = JSON.parse(line);
  assert.deepEqual(rest, { ...record, msg: message });
  assert.equal(level, 'info');
}
