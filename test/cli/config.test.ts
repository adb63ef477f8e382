import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadLoggerOptions } from '../../src/cli/config.ts';
import { password } from '../support/fake-values.ts';

const directory = mkdtempSync(join(tmpdir(), 'logveil-config-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

describe('the configuration of a command', () => {
  it.each([
    ['JSON', 'logger.json', '{"service":"shop"}'],
    ['an ECMAScript module', 'logger.mjs', "export default { service: 'shop' };"],
    ['a CommonJS module', 'logger.cjs', "module.exports = { service: 'shop' };"],
    ['a function', 'function.mjs', "export default () => ({ service: 'shop' });"],
    ['an async function', 'async.mjs', "export default async () => ({ service: 'shop' });"],
    ['TypeScript', 'logger.ts', "const options: { service: string } = { service: 'shop' };\nexport default options;"],
    [
      'TypeScript that imports without an ending',
      'importing.ts',
      "import service from './name';\nexport default { service };",
    ],
  ])('can be %s', async (_, name, text) => {
    file('name.ts', "const name: string = 'shop';\nexport default name;");
    expect(await loadLoggerOptions(file(name, text))).toEqual({ service: 'shop' });
  });

  it.each([
    ['is missing', 'missing.json', undefined, 'does not exist; check the path'],
    ['has another ending', 'logger.jsn', '{}', 'must end in one of .json'],
    ['is no JSON', 'broken.json', '{\n"service": shop}', 'is not valid JSON'],
    ['exports nothing', 'nothing.mjs', 'export const options = {};', 'has no default export'],
    ['exports no object', 'number.mjs', 'export default 7;', 'must give the options of the logger as an object, got 7'],
    ['throws', 'throws.mjs', "throw new Error('no such host');", 'could not be loaded: Error: no such host'],
    [
      'throws when called',
      'call.mjs',
      "export default () => { throw new Error('oh'); };",
      'could not be called: Error: oh',
    ],
  ])('is refused when it %s', async (_, name, text, message) => {
    const path = text === undefined ? join(directory, name) : file(name, text);
    await expect(loadLoggerOptions(path)).rejects.toThrow(message);
  });

  it('is refused without a secret that its error quotes', async () => {
    const path = file('secret.mjs', `throw new Error('cannot connect with password=${password}');`);
    const refusal = await loadLoggerOptions(path).catch((error: unknown) => String(error));
    expect(refusal).toContain('cannot connect');
    expect(refusal).not.toContain(password);
  });
});
