import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const program = (name: string): string => join(import.meta.dirname, 'programs', name);

const preload = ['--import', program('instrumentation.mjs')];

describe('beside instrumentation-pino', () => {
  const { stdout, stderr } = spawnSync(process.execPath, [...preload, program('instrumented.mjs')], {
    encoding: 'utf8',
  });
  const lines = stdout.trim().split('\n');

  it('which is at work in this process', () => {
    expect(stderr).toBe('');
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({ msg: 'bare', hooked: true, trace_id: expect.any(String) });
  });

  it.each([1, 2, 3])('a line of ours has each id once, and nothing under fields (line %d)', (index) => {
    const line = lines[index] ?? '';
    const { trace_id, span_id, trace_flags } = JSON.parse(lines[0] ?? '{}');
    expect(JSON.parse(line)).toMatchObject({ level: 'info', trace_id, span_id, trace_flags });
    expect(line.match(/"(?:trace_id|span_id|trace_flags)"/g)).toHaveLength(3);
    expect(JSON.parse(line)).not.toHaveProperty('fields');
  });
});

describe('beside instrumentation of HTTP clients', () => {
  it('each request has one traceparent, which is the instrumentation’s, and our id', () => {
    const run = spawnSync(process.execPath, [...preload, program('instrumented-clients.mjs')], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    const sent = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(sent.map(({ client }) => client)).toEqual(['fetch', 'http.get', 'axios']);
    for (const { traceparent, id, traceId, spanId } of sent) {
      expect(id).toEqual(['order-17']);
      expect(traceparent).toEqual([expect.stringMatching(new RegExp(`^00-${traceId}-(?!${spanId})[0-9a-f]{16}-01$`))]);
    }
  });
});
