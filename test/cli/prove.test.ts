import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProveReport } from '../../src/testing/index.ts';
import { type CliResult, runCli } from '../support/cli.ts';
import { githubToken, password } from '../support/fake-values.ts';

const directory = mkdtempSync(join(tmpdir(), 'logveil-prove-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

describe('logveil prove', () => {
  it('proves the defaults, in a table of packs and carriers', async () => {
    const { exitCode, stdout, stderr } = await runCli(['prove', '--only', 'github-pat,url-credentials']);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    const text = stdout.toString();
    expect(text).toMatch(/^ +message +text +fields +objects +bindings +errors +http +encoded +covered +leaked$/m);
    expect(text).toMatch(/^secrets( +\d+){8} +[\d,]+ +0$/m);
    expect(text).toMatch(/^proven: [\d,]+ covered, 0 leaked$/m);
  });

  it('fits a terminal of 80 columns', async () => {
    const { stdout } = await runCli(['prove', '--only', 'github-pat']);
    expect(
      Math.max(
        ...stdout
          .toString()
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(110);
  });

  it('says that a pack is off', async () => {
    const config = file('off.json', '{"redact":{"packs":["credentials"]}}');
    const { exitCode, stdout } = await runCli(['prove', '--config', config, '--only', 'github-pat']);
    expect(exitCode).toBe(0);
    expect(stdout.toString()).toMatch(/^secrets +off$/m);
  });
});

describe('logveil prove of a configuration that leaks', () => {
  let result: CliResult;
  const page = join(directory, 'proof.html');

  beforeAll(async () => {
    const config = file('leaks.mjs', 'export default { redact: { censor: (value) => value } };');
    result = await runCli(['prove', '--config', config, '--only', 'github-pat', '--html', page]);
  });

  it('exits with 1 and names rule, carrier and fixture', () => {
    expect(result.exitCode).toBe(1);
    expect(result.stdout.toString()).toMatch(
      /^ {2}github-pat: 408, in aggregate-error, .* and \d+ more; first github-pat\.txt:1 in aggregate-error, as it is$/m,
    );
    expect(result.stdout.toString()).toMatch(/^not proven: /m);
  });

  it('writes a page that needs nothing else, for light and dark', () => {
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('<h1 class="bad">Not proven</h1>');
    expect(html).toContain('prefers-color-scheme: dark');
    expect(html).not.toMatch(/<script|<link|src=|url\(/);
  });

  it('holds no secret, on the page or in the table', () => {
    const fixture = readFileSync(join(import.meta.dirname, '../../fixtures/rules/github-pat.txt'), 'utf8');
    const secrets = [...fixture.replaceAll('~', '').matchAll(/⟦(.+?)⟧/g)].map(([, secret = '']) => secret.slice(0, 12));
    expect(secrets.length).toBeGreaterThan(2);
    for (const text of [readFileSync(page, 'utf8'), result.stdout.toString()]) {
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
  });

  it('gives the same as JSON', async () => {
    const config = join(directory, 'leaks.mjs');
    const { exitCode, stdout } = await runCli(['prove', '--config', config, '--only', 'github-pat', '--json']);
    const report: ProveReport = JSON.parse(stdout.toString());
    expect(exitCode).toBe(1);
    expect(report.leaked).toBeGreaterThan(100);
    expect(report.leaks[0]).toMatchObject({ door: 'logger', rule: 'github-pat', pack: 'secrets', how: 'as it is' });
  });
});

describe("logveil prove with what is the user's own", () => {
  it('runs fixtures beside its own, and rules of the configuration', async () => {
    const own = join(directory, 'own');
    for (const name of ['rules', 'carriers', 'benign']) mkdirSync(join(own, name), { recursive: true });
    writeFileSync(join(own, 'rules/loyalty-number.txt'), '+ {"loyaltyNumber":"⟦LN-20~41-77⟧"}\n- {"loyalty":"gold"}\n');
    const carrier = {
      title: 'Our audit record',
      group: 'audit',
      value: { call: [{ audit: { was: '⟦secret⟧' } }, 'changed'] },
      named: { impossible: 'it has no names' },
    };
    writeFileSync(join(own, 'carriers/audit.json'), JSON.stringify(carrier));
    writeFileSync(join(own, 'benign/till.log'), 'till 7 opened by cashier 12\n');
    const rule = '{ redact: { keys: ["loyalty number"] } }';
    const run = (config: string): Promise<CliResult> =>
      runCli(['prove', '--config', config, '--fixtures', own, '--only', 'loyalty-number']);

    const covered = await run(file('own.mjs', `export default ${rule};`));
    expect(covered.stdout.toString()).toMatch(/^yours( +\d+){9} +\d+ +0$/m);
    expect(covered.stdout.toString()).toContain('audit');
    expect(covered.exitCode).toBe(0);

    const leaking = await run(file('none.json', '{}'));
    expect(leaking.stdout.toString()).toContain('first loyalty-number.txt:1 in aggregate-error, as it is');
    expect(leaking.stdout.toString()).toMatch(/^yours .* 1\/1 /m);
    expect(leaking.stdout.toString()).not.toContain('lint');
    expect(leaking.exitCode).toBe(1);
  });

  it('takes samples, whose lines must come out whole but for what is marked', async () => {
    const samples = file('app.log', `order 17 stored\nuser=jane password=⟦${password}⟧ ok\nsent ⟦${githubToken}⟧\n`);
    const fine = await runCli(['prove', '--only', 'github-pat', '--samples', samples]);
    expect(fine.stdout.toString()).toContain('your samples: 3 lines, marked 2, leaked 0, damaged 0');
    expect(fine.exitCode).toBe(0);

    const wrong = file('wrong.log', `jane@example.com signed in\nroom ⟦4711⟧ is free\n`);
    const bad = await runCli(['prove', '--only', 'github-pat', '--samples', wrong]);
    expect(bad.stdout.toString()).toContain('wrong.log:2: what is marked can be read');
    expect(bad.stdout.toString()).toContain('wrong.log:1: changed by email');
    expect(bad.exitCode).toBe(1);
  });
});

describe('logveil prove that could not run', () => {
  it.each([
    ['a configuration that is missing', ['--config', join(directory, 'nothing.json')], 'does not exist'],
    ['options that createLogger refuses', ['--config', file('bad.json', '{"redcat":{}}')], 'did you mean "redact"'],
    ['a pack that is none', ['--packs', 'secert'], 'did you mean "secrets"'],
    ['a rule without fixtures', ['--only', 'githb-pat'], 'did you mean "github-pat"'],
    ['fixtures that are none', ['--fixtures', directory], 'has no rules/, carriers/ or benign/ in it'],
    ['samples that are missing', ['--only', 'github-pat', '--samples', join(directory, 'no.log')], 'does not exist'],
    ['a page that cannot be written', ['--only', 'github-pat', '--html', join(directory, 'no/such.html')], 'ENOENT'],
  ])('exits with 2 for %s', async (_, args, message) => {
    const { exitCode, stderr } = await runCli(['prove', ...args]);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});
