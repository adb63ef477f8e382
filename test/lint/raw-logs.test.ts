import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lint, scrub } from '../../src/lint/index.ts';

const stored = readFileSync(new URL('../../fixtures/logs/shop.log', import.meta.url), 'utf8');
const raw = Buffer.from(stored.replaceAll('~', ''));

describe('a raw log of many services', () => {
  it('is reported on every line that holds a secret and on no other', async () => {
    const marked = numbered(stored).filter(([, line]) => line.includes('~'));
    const lines = new Set<number>();
    for await (const { line } of lint([{ name: 'shop.log', bytes: once(raw) }])) lines.add(line);
    expect(numbered(stored).filter(([number]) => lines.has(number))).toEqual(marked);
  });

  it('is clean after scrub, with as many lines', async () => {
    const parts: Uint8Array[] = [];
    for await (const part of scrub(once(raw))) parts.push(part);
    const clean = Buffer.concat(parts);
    const run = lint([{ name: 'clean.log', bytes: once(clean) }]);
    const left: string[] = [];
    for await (const { line, rule } of run) left.push(`${rule}: ${clean.toString().split('\n')[line - 1]}`);
    expect(left).toEqual([]);
    expect(run.summary().lines).toBe(numbered(stored).length);
    expect(clean.toString()).not.toContain('RkFLR');
  });
});

function numbered(text: string): [number, string][] {
  return text
    .trimEnd()
    .split('\n')
    .map((line, index) => [index + 1, line]);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
