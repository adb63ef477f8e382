import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/index.ts';

const redactor = createRedactor();
const url = ['https://discord', '.com/api/webhooks/912345678901234567/', 'q7Rz2Lw9Xk41Bn8s'.repeat(4)].join('');

describe('a URL whose slashes are escaped, as PHP writes JSON', () => {
  it.each([1, 2, 3, 4])('is hidden when it was put into JSON %i times', (times) => {
    let text = url.replaceAll('/', '\\/');
    for (let time = 1; time < times; time++) text = JSON.stringify({ text });
    const clean = redactor.line(JSON.stringify({ text }));
    expect(clean).toContain('[REDACTED:discord-webhook]');
    expect(clean).not.toContain('q7Rz2Lw9');
    expect(() => JSON.parse(clean)).not.toThrow();
  });

  it('is left as it is when it holds nothing', () => {
    const line = '{"next":"https:\\/\\/shop.example\\/orders\\/42","pattern":"^\\\\/api\\\\/v1"}';
    expect(redactor.line(line)).toBe(line);
  });
});
