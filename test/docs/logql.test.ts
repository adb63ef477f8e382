import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFakeLoki, type FakeLoki } from '../../src/testing/index.ts';
import { readLogql } from '../support/logql.ts';
import { fieldsOf, linesOfEveryKind } from '../support/loki-fields.ts';
import { blocksOf, documentNames, readDocument } from './markdown.ts';

const queries = documentNames().flatMap((name) =>
  blocksOf(readDocument(name))
    .filter(({ info }) => info === 'logql')
    .flatMap(({ text, line }) =>
      text.split('\n').map((query, index) => ({ place: `${name}:${line + 1 + index}`, query })),
    ),
);

describe('a LogQL query in the documents', () => {
  it('is there', () => {
    expect(queries.length).toBeGreaterThan(10);
  });

  it.each(queries)('at $place is one', ({ query }) => {
    expect(readLogql(query).errors).toEqual([]);
  });

  it.each(queries)('at $place asks for what logveil writes', ({ query }) => {
    const known = fieldsOf(linesOfEveryKind());
    const { names, paths } = readLogql(query);
    expect([...names, ...paths].filter((name) => !known.has(name))).toEqual([]);
  });

  // Rates and line_format are Loki's own business.
  const simple = queries.filter(({ query }) => query.startsWith('{') && !query.includes('line_format'));
  it.each(simple)('at $place finds something in lines of the logger', async ({ query }) => {
    const loki = await filled();
    expect(loki.count(query), query).toBeGreaterThan(0);
  });

  it('would be told apart from what is none', () => {
    expect(readLogql('{service_name="x"} | json | unwrap').errors).not.toEqual([]);
    expect(readLogql('{service_name=x}').errors).not.toEqual([]);
    expect(readLogql('{a="b"} | json | nobody_writes="this"').names).toEqual(['a', 'nobody_writes']);
  });
});

async function filled(): Promise<FakeLoki> {
  const loki = await createFakeLoki();
  onTestFinished(() => loki.close());
  const values = linesOfEveryKind().map((line, index) => {
    const { trace_id, correlation_id } = JSON.parse(line);
    const metadata = trace_id === undefined ? {} : { trace_id, correlation_id };
    return [`${BigInt(Date.now()) * 1_000_000n + BigInt(index)}`, line, metadata];
  });
  const notOurs = [`${BigInt(Date.now()) * 1_000_000n}`, 'Listening on port 3000'];
  const stream = { service_name: 'checkout', env: 'production' };
  const response = await fetch(`${loki.url}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: new Uint8Array(gzipSync(JSON.stringify({ streams: [{ stream, values: [...values, notOurs] }] }))),
  });
  expect([response.status, await response.text()]).toEqual([204, '']);
  return loki;
}
