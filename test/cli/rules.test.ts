import { describe, expect, it } from 'vitest';
import { packs } from '../../src/rules/index.ts';
import { runCli } from '../support/cli.ts';

describe('logveil rules', () => {
  it('lists every rule by pack', async () => {
    const { exitCode, stdout } = await runCli(['rules']);
    expect(exitCode).toBe(0);
    const text = stdout.toString();
    for (const rule of Object.values(packs).flat()) expect(text).toContain(` ${rule.id} `);
    expect(text).toContain('credentials  ');
    expect(text).toContain('on by default');
  });

  it('lists the chosen packs alone', async () => {
    expect((await runCli(['rules', '--packs', 'network'])).stdout.toString()).toMatchInlineSnapshot(`
      "network  3 rules, off by default
        ip-address    low       IPv4 address
        ipv6-address  low       IPv6 address
        mac-address   low       MAC address
      "
    `);
  });

  it('writes JSON for machines, with what each rule says of itself', async () => {
    const { stdout } = await runCli(['rules', '--json', '--packs', 'pii']);
    const rules: unknown = JSON.parse(stdout.toString());
    expect(rules).toContainEqual({
      id: 'nl-bsn',
      title: 'Dutch citizen service number',
      pack: 'pii.nl',
      kind: 'code',
      isDefault: false,
      severity: 'high',
      confidence: 'medium',
      why: 'It identifies a person; who keeps it in logs must protect, find and delete it there.',
      references: [{ url: 'https://www.rvig.nl/bsn', seen: '2026-11-21' }],
    });
  });

  it('refuses a pack it does not know, and says which it may have been', async () => {
    const { exitCode, stdout, stderr } = await runCli(['rules', '--packs', 'secret,pii.nl']);
    expect(exitCode).toBe(2);
    expect(stdout.toString()).toBe('');
    expect(stderr).toContain('knows no pack "secret" (did you mean "secrets"?)');
  });
});

describe('logveil explain', () => {
  it('shows the page of a rule with examples that the tests run', async () => {
    const { exitCode, stdout } = await runCli(['explain', 'us-medicare-beneficiary']);
    expect(exitCode).toBe(0);
    const text = stdout.toString();
    expect(text).toContain('us-medicare-beneficiary  US Medicare beneficiary identifier');
    expect(text).toContain('pack        pii.us (off by default)');
    expect(text).toContain('written as  [REDACTED:us-medicare-beneficiary]');
    expect(text).toMatch(/Hidden, between the brackets\n {2}.*⟦.*⟧/);
    expect(text).toMatch(/Left alone\n {2}\S/);
    expect(text).toMatch(/https:\/\/\S+ \(\d{4}-\d\d-\d\d\)/);
  });

  it('has a page for every kind of rule', async () => {
    for (const id of ['password', 'github-pat', 'ip-address', 'jwt', 'nl-bsn']) {
      const { exitCode, stdout } = await runCli(['explain', id, '--json']);
      expect(exitCode, id).toBe(0);
      const page = JSON.parse(stdout.toString());
      expect(page.foundBy.length, id).toBeGreaterThan(0);
      expect(page.examples.hidden.length, id).toBeGreaterThanOrEqual(3);
      expect(page.examples.leftAlone.length, id).toBeGreaterThanOrEqual(3);
    }
  });

  it('refuses what is no rule, and says which it may have been', async () => {
    const { exitCode, stderr } = await runCli(['explain', 'github-pt']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('"github-pt" is no rule (did you mean "github-pat"?)');
  });
});
