import { describe, expect, it } from 'vitest';
import { at, checkout, lines, push, startLoki } from './push.ts';

const record = {
  level: 'error',
  msg: 'no luck',
  duration_ms: 118.4,
  err: { type: 'TypeError' },
  tags: ['a'],
  'http.route': '/',
};

async function filled(): Promise<Awaited<ReturnType<typeof startLoki>>> {
  const loki = await startLoki();
  await push(
    loki,
    checkout(
      [at(1), JSON.stringify(record)],
      [at(2), '{"level":30,"msg":"no error"}'],
      [at(3), 'plain', { trace_id: 'ab' }],
    ),
    {
      stream: { service_name: 'cart', env: 'prod' },
      values: [[at(4), 'level=warn msg="low stock"', { detected_level: 'info' }]],
    },
  );
  return loki;
}

describe('a query', () => {
  it.each([
    ['{service_name="checkout"}', [1, 2, 3]],
    ['{service_name!="checkout"}', [4]],
    ['{service_name=~"c.*", env=~"prod|test"}', [4]],
    ['{service_name=~"check"}', []],
    ['{env=""}', [1, 2, 3]],
    ['{env!~"prod"}', [1, 2, 3]],
    ['{service_name="checkout"} |= "luck"', [1]],
    ['{service_name="checkout"} |= `"msg":"no luck"`', [1]],
    ['{service_name="checkout"} != "luck" |~ "no|pl.in"', [2, 3]],
    ['{service_name="checkout"} !~ "no"', [3]],
    ['{service_name="checkout"} | trace_id="ab"', [3]],
    ['{service_name="checkout"} | json | level="error"', [1]],
    ['{service_name="checkout"} | json | duration_ms > 100', [1]],
    ['{service_name="checkout"} | json | duration_ms > 100 and duration_ms <= 118.4', [1]],
    ['{service_name="checkout"} | json | duration_ms < 100', []],
    ['{service_name="checkout"} | json | err_type="TypeError" | http_route="/"', [1]],
    ['{service_name="checkout"} | json | tags=""', [1, 2, 3]],
    ['{service_name="checkout"} | json | __error__!=""', [3]],
    ['{service_name=~".+"} | detected_level="error"', [1, 2]],
    ['{service_name=~".+"} | detected_level="info"', [4]],
    ['{service_name=~".+"} | detected_level="unknown"', [3]],
  ])('%s finds what Loki would', async (query, expected) => {
    const loki = await filled();
    const found = loki.entries(query).map(({ timestamp }) => [1, 2, 3, 4].find((ms) => at(ms) === timestamp));
    expect(found).toEqual(expected);
    expect(loki.count(query)).toBe(expected.length);
  });

  it.each([
    ['', 'begins with a selector'],
    ['{service_name=checkout}', 'a label matcher was expected at: service_name=checkout'],
    ['{a="b"} | line_format "x"', 'not:  | line_format'],
    ['rate({a="b"}[5m])', 'begins with a selector'],
  ])('%j is refused', async (query, message) => {
    const loki = await startLoki();
    expect(() => loki.entries(query)).toThrow(message);
  });

  it('finds nothing after clear', async () => {
    const loki = await filled();
    loki.clear();
    expect([lines(loki), loki.requests(), loki.streams()]).toEqual([[], [], []]);
  });
});

describe('the detected level', () => {
  it.each([
    ['the first string level, nested ones too', '{"req":{"level":"warn"},"level":"error"}', 'warn'],
    ['not one below the second depth', '{"a":{"b":{"level":"warn"}},"level":"error"}', 'error'],
    ['not a number', '{"level":60,"msg":"fine"}', 'unknown'],
    ['upper case', '{"severity":"WARNING"}', 'warn'],
    ['a word of the line, as the last resort', '{"level":30,"msg":"no error"}', 'error'],
    ['logfmt', 'ts=1 level=debug msg=x', 'debug'],
  ])('is %s', async (_, text, level) => {
    const loki = await startLoki();
    await push(loki, checkout([at(0), text]));
    expect(loki.entries()[0]?.detectedLevel).toBe(level);
  });
});
