import fc from 'fast-check';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/redact/engine.ts';
import { compilePaths, findPaths } from '../../src/scan/paths.ts';

const MARK = '[Redacted]';

/** What pino itself writes for these paths, without its own fields. */
function pinoLine(paths: string[], record: object): unknown {
  let written = '';
  const logger = pino(
    { base: null, timestamp: false, redact: { paths, censor: MARK } },
    {
      write: (line: string) => {
        written = line;
      },
    },
  );
  logger.info(record);
  const { level: _, ...fields } = JSON.parse(written);
  return fields;
}

const record = {
  a: { b: { c: 'abc', d: 1 }, 'b-c': 'dash', list: [{ x: 'x0', y: [1, { z: 'deep' }] }, { x: 'x1' }, 'plain'] },
  b: { c: 'bc', n: null, f: false, empty: {} },
  c: 'top',
  'd.e': 'dotted',
  path: 'root value',
  headers: { cookie: 'sid=1', 'x-key': 'k', Host: 'h' },
  0: 'zero',
};

describe('paths of pino', () => {
  it.each([
    'c',
    'a.b',
    'a.b.c',
    'a["b-c"]',
    "a['b-c']",
    '["d.e"]',
    'a.list[0].x',
    'a.list[*].x',
    'a.list[*]',
    'a.list[*].y[1].z',
    'a.list[0].y[*]',
    '*.c',
    '*.b.c',
    'a.*',
    'a.b.*',
    'a.*.c',
    'headers["x-key"]',
    'headers.cookie',
    'b.f',
    'b.empty',
    'missing.path',
    'a.b.c.d.e',
    '["a"].b["c"]',
  ])('%s names the same places', (path) => {
    const { line } = createEngine({ packs: [], paths: [path], censor: MARK });
    expect(JSON.parse(line(JSON.stringify(record)))).toEqual(pinoLine([path], record));
  });

  it.each(['c', 'a.b', 'a.list[*].x', '*.c', 'a.*', 'a.*.c', 'a["b-c"]', 'headers["x-key"]'])(
    '%s names the same places in a record',
    (path) => {
      const { cleanPaths } = createEngine({ packs: [], paths: [path], censor: MARK });
      expect(cleanPaths?.(record)).toEqual(pinoLine([path], record));
    },
  );

  it('leave null alone, which hides nothing, and know back quotes', () => {
    const { line, cleanPaths } = createEngine({ packs: [], paths: ['b.n', 'a[`b-c`]'], censor: MARK });
    const half = { a: { 'b-c': 'dash' }, b: { n: null } };
    const cleaned = { a: { 'b-c': MARK }, b: { n: null } };
    expect(JSON.parse(line(JSON.stringify(half)))).toEqual(cleaned);
    expect(cleanPaths?.(half)).toEqual(cleaned);
  });

  it('hides every text in a record at the place, whatever is around it', () => {
    const { line } = createEngine({ packs: [], paths: ['user.note'] });
    const notes = fc.string({ unit: 'binary', minLength: 1 }).filter((note) => !/^\[REDACTED|[*<•[]/.test(note));
    fc.assert(
      fc.property(notes, fc.jsonValue(), (note, other) => {
        const text = JSON.stringify({ other, user: { first: other, note, last: other } });
        const plain = JSON.parse(text);
        const same = JSON.stringify(other)?.includes(JSON.stringify(note).slice(1, -1)) ?? false;
        fc.pre(!same);
        expect(JSON.parse(line(text))).toEqual({
          ...plain,
          user: { ...plain.user, note: '[REDACTED:configured-path]' },
        });
      }),
    );
  });
});

describe('paths of any depth', () => {
  /** The texts at the paths. */
  function found(paths: string[], text: string): string[] {
    return findPaths(text, compilePaths(paths)).map(({ start, end }) => text.slice(start, end));
  }

  it.each<[string, unknown, string[]]>([
    ['**.x', { x: 1, a: { x: 2, b: [{ x: 3 }] } }, ['1', '2', '3']],
    ['a.**.x', { x: 1, a: { x: 2, b: [{ x: 3 }] }, c: { x: 4 } }, ['2', '3']],
    ['a.**', { a: { x: 2, b: [3] }, c: 1 }, ['2', '[3]']],
    ['**.a.**.b', { a: { c: { b: 1 } }, z: { a: { b: 2 } }, b: 3 }, ['1', '2']],
    ['**.a.*', { q: { a: { m: 1, n: { o: 2 } } } }, ['1', '{"o":2}']],
    ['**.list[0]', { list: [1, 2], a: { list: ['p', 'q'] } }, ['1', 'p']],
  ])('%s', (path, value, texts) => {
    expect(found([path], JSON.stringify(value))).toEqual(texts);
  });

  it('tells the keys on the way, escapes undone, and what kind of value it is', () => {
    const text = '{ "a" : [ { "p\\u0061ss" : "in\\"side" , "pass" : [1, {"b":2}] } ] }';
    expect(findPaths(text, compilePaths(['**.pass']))).toEqual([
      { start: 27, end: 35, quoting: -1, path: ['a', '0', 'pass'], index: 0 },
      { start: 48, end: 60, quoting: 0, path: ['a', '0', 'pass'], index: 0 },
    ]);
  });

  it.each([
    ['a line cut in a string', '{"a":{"x":"secret te', ['secret te']],
    ['a line cut in an object', '{"a":{"x":{"b":1,"c":[2', ['{"b":1,"c":[2']],
    ['broken JSON', '{"x":1,oops,"x":2}', ['1']],
    ['text', 'x: {"x":1}', []],
    ['lines, pretty and one by one', '{\n  "x": 1\n}\n{"x":2}\nplain\n{"x":3}{"x":4}\n', ['1', '2', '3', '4']],
    ['a line with a tail', '[{"x":1}] and {"x":2}', ['1']],
    ['nothing', '', []],
  ])('takes %s as far as it goes', (_, text, texts) => {
    expect(found(['**.x'], text)).toEqual(texts);
  });

  it('walks a line as deep as it is long', () => {
    const depth = 100_000;
    expect(found(['**.x'], `${'{"a":'.repeat(depth)}{"x":7}${'}'.repeat(depth)}`)).toEqual(['7']);
  });

  it('shortens the path of a value that is too deep to be written out', () => {
    const [span] = findPaths(`${'['.repeat(500)}{"x":7}${']'.repeat(500)}`, compilePaths(['**.x']));
    expect(span?.path).toEqual([...Array.from({ length: 64 }, () => '0'), '…']);
  });

  it('finds as much as a walk of the parsed value, for any value', () => {
    const count = (value: unknown): number => {
      if (typeof value !== 'object' || value === null) return 0;
      return Object.entries(value).reduce((sum, [key, inner]) => {
        if (key === 'x' && !Array.isArray(value)) return sum + (inner === null || inner === '' ? 0 : 1);
        return sum + count(inner);
      }, 0);
    };
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.string({ unit: 'binary' }),
        fc.double(),
        fc.constant(null),
        fc.array(tie('tree')),
        fc.dictionary(fc.oneof(fc.constant('x'), fc.string()), tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expect(found(['**.x'], JSON.stringify(value))).toHaveLength(count(value));
      }),
    );
  });
});
