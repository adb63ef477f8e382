import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const program = new URL('../../examples/http-ready.mjs', import.meta.url).pathname;

describe('examples/http-ready', () => {
  it('is alive and ready, and logs neither of the questions', async () => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program], { timeout: 10_000 });
    expect(stderr).toBe('');
    const lines = stdout.trim().split('\n');
    expect(lines).toContain('/live 200 ok');
    expect(lines.find((line) => line.startsWith('/ready '))).toMatch(/^\/ready 200 \{"ready":true,"logging":\{/);
    const logged = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
    expect(logged).toMatchObject([{ service_name: 'shop', url_path: '/orders/17', msg: 'request completed' }]);
  });
});
