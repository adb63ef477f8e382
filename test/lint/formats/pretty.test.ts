import { stripVTControlCharacters } from 'node:util';
import columnsOf from 'fast-string-truncated-width';
import picocolors from 'picocolors';
import { describe, expect, it } from 'vitest';
import { finding, write } from '../../support/report-sample.ts';

const colors = picocolors.createColors(true);

describe('the readable report', () => {
  it('puts the most severe first, then the most frequent, each with what to do', () => {
    const text = write('pretty', [
      finding({ rule: 'email', pack: 'contact', severity: 'medium', path: 'from' }),
      ...Array.from({ length: 3 }, () => finding({ rule: 'token', path: 'token' })),
      finding(),
    ]);
    const order = [...text.matchAll(/^(?:CRITICAL|MEDIUM) +(\S+)/gm)].map(([, rule]) => rule);
    expect(order).toEqual(['token', 'password', 'email']);
    expect(text).toContain('now   Rotate it: whoever reads the log has it.');
    expect(text).toContain("or    redact: { paths: ['user.password'] }");
    expect(text).toContain('5 findings of 3 rules  4 critical · 1 medium');
  });

  it('does not advise to hide all of a message because of what stands in it', () => {
    expect(write('pretty', [finding({ path: 'msg' }), finding({ path: 'err.stack' })])).not.toContain(
      'redact: { paths',
    );
  });

  it('writes indexes as *, so that elements of one array are one row', () => {
    const text = write('pretty', [finding({ path: 'items.0.pin' }), finding({ path: 'items.17.pin' })]);
    expect(text).toMatch(/^ {10}items\.\*\.pin {2}2 {2}/m);
    expect(text).toContain("redact: { paths: ['items[*].pin'] }");
  });

  it.each([60, 80, 120])('keeps to %i columns but for places and options, which are copied', (width) => {
    const text = write(
      'pretty',
      [
        finding({ path: `${'深い'.repeat(20)}.password`, file: 'a.log' }),
        finding({ path: 'e\u0301'.repeat(60), file: 'a.log' }),
      ],
      { context: { width } },
    );
    const lines = text.split('\n').filter((line) => !/a\.log:|redact: /.test(line));
    expect(Math.max(...lines.map((line) => columnsOf(line).width))).toBeLessThanOrEqual(width);
    const starts = text
      .split('\n')
      .filter((line) => line.includes('a.log:'))
      .map((line) => columnsOf(line.slice(0, line.indexOf('a.log:'))).width);
    expect(new Set(starts).size).toBe(1);
  });

  it('says the same with colours and without', () => {
    const given = [finding(), finding({ rule: 'email', severity: 'medium' })];
    const coloured = write('pretty', given, { context: { colors } });
    expect(coloured).toContain('\u001b[31m');
    expect(stripVTControlCharacters(coloured)).toBe(write('pretty', given));
  });

  it('lets no name command the terminal', () => {
    const text = write('pretty', [finding({ path: '\u001b[2J', file: 'a\u0007\u202e.log' })], {
      end: { notes: ['\u001b[31m'], problems: [] },
    });
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  it('shows a few of many paths and says how many more there are', () => {
    const text = write(
      'pretty',
      Array.from({ length: 30 }, (_, at) => finding({ path: `p${String.fromCharCode(97 + (at % 26))}${at}x` })),
    );
    expect(text.match(/^ {10}p\w+ /gm)).toHaveLength(8);
    expect(text).toContain('… and 22 more paths');
  });

  it('says what it does not show and what was not looked at', () => {
    const text = write('pretty', [finding()], {
      end: {
        hidden: { baseline: 31, allowed: 1200, outsideWindow: 2, otherRules: 0 },
        problems: [{ file: 'x', code: 'binary', message: 'is not text' }],
        stopped: true,
        notes: ['A note.'],
      },
    });
    expect(text).toContain('Not shown: 31 in the baseline, 1,200 allowed, 2 outside the time asked for.');
    for (const part of ['Stopped half-way', '1 source not scanned.', 'A note.']) expect(text).toContain(part);
  });

  it('calls nothing clean that was not read to the end', () => {
    expect(write('pretty', [])).toBe('clean: 1 file, 10 lines, 1,000 bytes\n');
    expect(write('pretty', [], { end: { stopped: true } })).toMatch(/^nothing found: /);
  });
});

describe('the Markdown report', () => {
  it('takes no name for markup', () => {
    const evil = 'a`|b<img src=x>[x](http://x)*_\n# head';
    const text = write('markdown', [finding({ file: evil, path: evil, preview: evil })], { end: { notes: [evil] } });
    expect(text).not.toMatch(/^# head/m);
    const rows = text.split('\n').filter((line) => line.startsWith('| ``'));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.replaceAll('\\|', '').split('|')).toHaveLength(6);
    expect(text).toContain('> a\\`\\|b\\<img src=x\\>\\[x\\](http://x)\\*\\_');
  });

  it('has a title that says what came out', () => {
    expect(write('markdown', [])).toContain('## logveil lint: clean');
    expect(write('markdown', [finding()])).toContain('## logveil lint: 1 finding of 1 rule');
  });
});
