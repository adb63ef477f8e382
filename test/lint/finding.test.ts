import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RedactOptions } from '../../src/index.ts';
import { type LintFinding, lint } from '../../src/lint/index.ts';
import { githubToken, password, privateKey } from '../support/fake-secrets.ts';

const key = new Uint8Array(32).fill(3);

describe('the fingerprint of a finding', () => {
  it('is the same for one value in any notation and place, under one key', async () => {
    const log = '{"password":"p\\u00e4ss\\/w0rd-42"}\n{"password":"päss/w0rd-42"}\npassword=päss/w0rd-42\n';
    const [one, ...others] = await findingsIn(log);
    expect(one?.fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(others).toHaveLength(2);
    expect(others.map(({ fingerprint }) => fingerprint)).toEqual(others.map(() => one?.fingerprint));
  });

  it('differs between values, rules and keys', async () => {
    const log = `password=${password}\npassword=${password}x\ntoken=${password}\n`;
    const [first, second] = [await findingsIn(log), await findingsIn(log, { key: new Uint8Array(32).fill(4) })];
    const all = [...first, ...second].map(({ fingerprint }) => fingerprint);
    expect(first.length).toBeGreaterThan(1);
    expect(new Set(all).size).toBe(all.length);
  });

  it('cannot be told beforehand without a key', async () => {
    const prints = new Set<string>();
    for (let run = 0; run < 3; run++) {
      for await (const { fingerprint } of lint([source(`password=${password}`)])) prints.add(fingerprint);
    }
    expect(prints.size).toBe(3);
  });

  it('is that of the whole key where a key has many lines', async () => {
    const other = privateKey(5).replace('FAKE==', 'FAKF==');
    const found = await findingsIn(`${privateKey(5)}\nx\n${privateKey(5).replace(/^/gm, '> ')}\nx\n${other}\n`);
    expect(found).toHaveLength(3);
    expect(found[0]?.fingerprint).toBe(found[1]?.fingerprint);
    expect(found[0]?.fingerprint).not.toBe(found[2]?.fingerprint);
  });

  it('is refused a key that is too short', () => {
    expect(() => lint([], { fingerprintKey: new Uint8Array(8) })).toThrow(
      'fingerprintKey must be 16 bytes or more, got 8 bytes',
    );
  });
});

describe('the preview of a finding', () => {
  it('shows the ends of a long token, and how long it is', async () => {
    expect((await findingsIn(githubToken))[0]?.preview).toBe('gh…KE (40 to 99 characters)');
  });

  it('shows nothing of what people choose or are', async () => {
    const log = `password=${password}\n{"email":"jane.a.long.name@mail.example.com"}\n`;
    expect((await findingsIn(log)).map(({ preview }) => preview)).toEqual([
      '… (20 to 39 characters)',
      '… (20 to 39 characters)',
    ]);
  });

  it('never shows more than four characters, nor how long a value is exactly', async () => {
    const word = fc.stringMatching(/^[A-Za-z0-9_.-]{1,120}$/);
    await fc.assert(
      fc.asyncProperty(word, fc.constantFrom('password', 'api_key', 'token'), async (value, name) => {
        for (const { preview } of await findingsIn(`{"${name}":"${value}"}`)) {
          expect(preview).toMatch(/^(?:\S\S)?…(?:\S\S)? \((?:under 8|\d+ to \d+|1000) characters(?: or more)?\)$/);
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('a finding', () => {
  it('tells rule, pack, severity, confidence, path and time', async () => {
    const [finding] = await findingsIn(
      `{"time":"2026-11-20T12:40:01Z","req":{"headers":{"authorization":"Bearer ${githubToken}"}}}`,
    );
    expect(finding).toMatchObject({
      pack: expect.stringMatching(/credentials|secrets/),
      severity: expect.stringMatching(/critical|high/),
      confidence: 'high',
      path: 'req.headers.authorization',
      time: Date.UTC(2026, 10, 20, 12, 40, 1),
    });
  });

  it('is made for a known secret that nothing else would tell', async () => {
    const redact = { knownSecrets: ['quartz-violin-88-lantern'] };
    const found = await findingsIn('nothing here\nlost quartz-violin-88-lantern there\n', { redact });
    expect(found.map(({ line, column }) => [line, column])).toEqual([[2, 6]]);
  });
});

function source(text: string) {
  const bytes = (async function* () {
    yield Buffer.from(text);
  })();
  return { name: 'app.log', bytes };
}

async function findingsIn(
  text: string,
  options: { readonly key?: Uint8Array; readonly redact?: RedactOptions } = {},
): Promise<LintFinding[]> {
  const found: LintFinding[] = [];
  const run = lint([source(text)], { fingerprintKey: options.key ?? key, redact: options.redact ?? {} });
  for await (const finding of run) found.push(finding);
  return found;
}
