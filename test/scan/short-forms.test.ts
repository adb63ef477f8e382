import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/index.ts';

const redactor = createRedactor();
const fake = ['Tr0ub4dor', '9Xq'].join('');

describe('forms with little around the value', () => {
  it.each([
    [`{"pw":"${fake}"}`, '{"pw":"[REDACTED:password-short]"}'],
    [`db_pw=${fake} user=x`, 'db_pw=[REDACTED:password-short] user=x'],
    [`sshpass -p ${fake} ssh host`, 'sshpass -p [REDACTED:password-flag] ssh host'],
    [`redis-cli -h cache -a '${fake}' ping`, "redis-cli -h cache -a '[REDACTED:password-flag]' ping"],
    [`map[token:${fake} user:x]`, 'map[token:[REDACTED:token] user:x]'],
  ])('hides the value of %s', (line, clean) => {
    expect(redactor.line(line)).toBe(clean);
  });

  it.each([
    'install python3-jwt:all <none> 2.6.0-1',
    'status installed libengine-token:amd64 1.2-3',
    'the spw=12 flag, the PWM "pwx":1',
    'redis-cli -h cache ping',
  ])('leaves %s alone', (line) => {
    expect(redactor.line(line)).toBe(line);
  });
});
