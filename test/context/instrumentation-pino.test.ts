import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const program = (name: string): string => join(import.meta.dirname, 'programs', name);

describe('beside instrumentation-pino', () => {
  const preload = ['--import', program('instrumentation.mjs')];
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
