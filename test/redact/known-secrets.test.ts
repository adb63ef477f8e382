import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/redact/engine.ts';

const value = 'Zq7/"plus+ü&<9';
const options = { packs: [], knownSecrets: [value] };

describe('a known secret', () => {
  it.each<[string, string]>([
    ['raw', value],
    ['in JSON', JSON.stringify(value).slice(1, -1)],
    ['in JSON in JSON', JSON.stringify(JSON.stringify(value).slice(1, -1)).slice(1, -1)],
    ['percent-encoded', encodeURIComponent(value)],
    ['percent-encoded in small letters', encodeURIComponent(value).replace(/%../g, (c) => c.toLowerCase())],
    ['percent-encoded twice', encodeURIComponent(encodeURIComponent(value))],
    ['in base64', Buffer.from(value).toString('base64')],
    ['in base64 one byte later', Buffer.from(`x${value}`).toString('base64')],
    ['in base64 two bytes later', Buffer.from(`xy${value}z`).toString('base64')],
    ['in the URL form of base64', Buffer.from(`xy${value}`).toString('base64url')],
  ])('is found %s', (_, written) => {
    const cleaned = createEngine(options).text(`at ${written} end`);
    expect(cleaned).toContain('[REDACTED:known-secret]');
    expect(cleaned.length).toBeLessThan('at  end'.length + '[REDACTED:known-secret]'.length + 6);
  });

  it('is found in a word, a key and a list', () => {
    const engine = createEngine({ packs: [], knownSecrets: ['S3cr3tValue'] });
    expect(engine.line('{"preS3cr3tValuepost":["S3cr3tValue"]}')).toBe(
      '{"pre[REDACTED:known-secret]post":["[REDACTED:known-secret]"]}',
    );
  });

  it('may come from a function, which is asked once', () => {
    let asked = 0;
    const engine = createEngine({
      packs: [],
      knownSecrets: () => {
        asked++;
        return ['S3cr3tValue'];
      },
    });
    for (let round = 0; round < 3; round++) expect(engine.text('S3cr3tValue')).toBe('[REDACTED:known-secret]');
    expect(asked).toBe(1);
  });

  it('from a function that fails is refused without its error', () => {
    const from = (knownSecrets: () => readonly string[]) => () => createEngine({ knownSecrets });
    const throwing = (): never => {
      throw new Error('S3cr3tValue');
    };
    expect(from(throwing)).toThrow(
      'redact options: 1 problem\n  - redact.knownSecrets must give an array of strings, and threw',
    );
    expect(from(() => JSON.parse('"S3cr3tValue"'))).toThrow(
      'must give an array of strings, got a string of 11 characters',
    );
  });

  it('that is short or common is refused by its index, never by its value', () => {
    const warnings: string[] = [];
    const refused = ['short', 'postgres', 'production-db', '20261120', 'AAAAAAAAAAAA', '0AAAAAAAAB', 'S3cr3tValue'];
    const engine = createEngine({ packs: [], knownSecrets: refused }, ({ code, message }) =>
      warnings.push(`${code} ${message}`),
    );
    expect(warnings).toEqual([
      'LOGVEIL_KNOWN_SECRET_REFUSED knownSecrets[0] is shorter than 8 characters, so it is not looked for',
      'LOGVEIL_KNOWN_SECRET_REFUSED knownSecrets[1] is made of lower-case words like those in any log, so it is not looked for',
      'LOGVEIL_KNOWN_SECRET_REFUSED knownSecrets[2] is made of lower-case words like those in any log, so it is not looked for',
      'LOGVEIL_KNOWN_SECRET_REFUSED knownSecrets[3] is a number that counters and dates could equal, so it is not looked for',
      'LOGVEIL_KNOWN_SECRET_REFUSED knownSecrets[4] repeats too few characters, so it is not looked for',
      'LOGVEIL_KNOWN_SECRET_REFUSED knownSecrets[5] repeats too few characters, so it is not looked for',
    ]);
    expect(engine.text('S3cr3tValue on postgres')).toBe('[REDACTED:known-secret] on postgres');
  });

  it('never comes out of a JSON line, whatever it is made of', () => {
    const secrets = fc.string({ unit: 'grapheme', minLength: 12, maxLength: 40 }).map((text) => `S3${text}`);
    fc.assert(
      fc.property(secrets, fc.string(), (text, around) => {
        fc.pre(!around.includes(text));
        let refused = false;
        const engine = createEngine({ packs: [], knownSecrets: [text] }, () => {
          refused = true;
        });
        fc.pre(!refused);
        const cleaned = engine.line(JSON.stringify({ msg: around + text + around, [text]: 1 }));
        expect(JSON.stringify(JSON.parse(cleaned))).not.toContain(JSON.stringify(text).slice(1, -1));
      }),
    );
  });
});
