import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/redact/engine.ts';

const record = {
  owner: { email: 'a.b@example.com' },
  guest: { email: 'a.b@example.com', password: 'hunter22!' },
  msg: 'to a.b@example.com',
};
const text = JSON.stringify(record);

describe('allow', () => {
  it('spares a path in a JSON line, and no other place', () => {
    const cleaned = JSON.parse(createEngine({ allow: { paths: ['owner.email'] } }).line(text));
    expect(cleaned.owner).toEqual(record.owner);
    expect(cleaned.guest.email).not.toBe(record.guest.email);
    expect(cleaned.msg).toMatch(/^to \[/);
  });

  it('spares everything below a path', () => {
    expect(JSON.parse(createEngine({ allow: { paths: ['guest'] } }).line(text)).guest).toEqual(record.guest);
  });

  it('spares a key in any spelling', () => {
    const { line } = createEngine({ allow: { keys: ['guest-password'] } });
    expect(line('{"guestPassword":"hunter22!","password":"x7-hunter!"}')).toBe(
      '{"guestPassword":"hunter22!","password":"[REDACTED:password]"}',
    );
  });

  it('switches a rule off', () => {
    expect(createEngine({ allow: { rules: ['password'] } }).line('{"password":"hunter22!"}')).toBe(
      '{"password":"hunter22!"}',
    );
  });

  it('spares an exact value by its hash, escaped or not', () => {
    const value = 'test"value-9';
    const hashes = [createHash('sha256').update(value).digest('hex')];
    const { line } = createEngine({ allow: { hashes } });
    const allowed = JSON.stringify({ password: value });
    expect(line(allowed)).toBe(allowed);
    expect(line(JSON.stringify({ password: `${value}0` }))).toBe('{"password":"[REDACTED:password]"}');
  });
});
