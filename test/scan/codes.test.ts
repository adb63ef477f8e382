import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/index.ts';
import { type CodeRule, defaultPacks, type PackName, packs } from '../../src/rules/index.ts';
import { createScanner } from '../../src/scan/index.ts';

const redactor = createRedactor({ packs: ['pii'] });
const clean = (text: string) => redactor.line(text);

describe('a number that states give out', () => {
  it.each([
    ['{"bsn":123456782}', '{"bsn":"[REDACTED:nl-bsn]"}'],
    ['{"customer":{"taxId":"86095742719"}}', '{"customer":{"taxId":"[REDACTED:de-tax-id]"}}'],
    ['CUSTOMER_CPF=52998224725 ok', 'CUSTOMER_CPF=[REDACTED:br-cpf] ok'],
    ['{"userPesel":"44051401458"}', '{"userPesel":"[REDACTED:pl-pesel]"}'],
    ['her personnummer is 811218-9876', 'her personnummer is [REDACTED:se-personal-number]'],
    ['身份证号11010519491231002X', '身份证号[REDACTED:cn-resident-id]'],
    ['4405140145８ is the pesel', '[REDACTED:pl-pesel] is the pesel'],
    ['{"msg":"{\\"nhsNumber\\":\\"9434765919\\"}"}', '{"msg":"{\\"nhsNumber\\":\\"[REDACTED:uk-nhs-number]\\"}"}'],
    ['/find?pesel%3D44051401458', '/find?pesel%3D[REDACTED:pl-pesel]'],
  ])('is found next to its name, in any notation: %s', (text, cleaned) => {
    expect(clean(text)).toBe(cleaned);
  });

  it('is found anywhere where its form proves it', () => {
    expect(clean('customer X9613851N signed up')).toBe('customer [REDACTED:es-nie] signed up');
    expect(clean('doc 111.444.777-35 stored')).toBe('doc [REDACTED:br-cpf] stored');
  });

  it('is left alone where neither its form nor a word tells it', () => {
    for (const text of [
      'order 44051401458 shipped',
      '{"orderId":"123456782","bsn":"none"}',
      '{"bsn":"x","orderId":"123456782"}',
      '{"msg":"{\\"bsn\\":\\"x\\",\\"orderId\\":\\"123456782\\"}"}',
      'bsn=x order=123456782',
      '{"level":30,"time":1763712000000,"pid":44051401458}',
      'trace 0af7651916cd43dd8448eb211c80319c',
      'pesel-44051401458-v2.json',
    ]) {
      expect(clean(text), text).toBe(text);
    }
  });

  it('is found where it is the whole message, for nothing beside it says that it is something else', () => {
    expect(clean('44051401458')).toBe('[REDACTED:pl-pesel]');
    expect(clean('{"level":30,"msg":"44051401458"}')).toBe('{"level":30,"msg":"[REDACTED:pl-pesel]"}');
    // Nine digits without a check are not.
    expect(clean('{"level":30,"msg":"212093456"}')).not.toContain('us-ssn');
  });

  it('takes the words of a rule of the user as they are', () => {
    const own = { ...packs['pii.nl'][0], id: 'own', pack: 'own', words: ['(c.f.'] };
    // The cast holds: the pack's first rule is the citizen service number.
    const withOwn = createRedactor({ packs: [], rules: [own as CodeRule] });
    expect(withOwn.line('see (c.f. 123456782')).toBe('see (c.f. [REDACTED:own]');
    expect(withOwn.line('see xcxfx 123456782')).toBe('see xcxfx 123456782');
  });

  it('costs nothing unless such a pack is on', () => {
    const line = JSON.stringify({ level: 30, msg: 'order 4711 of 44051401458 and 86095742719 shipped to berlin' });
    const byDefault = createScanner(defaultPacks.flatMap((pack) => packs[pack]));
    const credentials = createScanner(packs.credentials);
    byDefault.scan(line, 'json');
    credentials.scan(line, 'json');
    expect(byDefault.steps).toBeLessThan(credentials.steps + 64);
  });
});

describe('the work on numbers', () => {
  // The cast holds: these are the names of the record's own members.
  const names = (Object.keys(packs) as PackName[]).filter((name) => name.startsWith('pii.'));
  const rules = names.flatMap((name) => packs[name]);
  const stepsFor = (text: string): number => {
    const scanner = createScanner(rules);
    scanner.scan(text, 'text');
    return scanner.steps;
  };

  it.each([
    ['digits', '1'],
    ['groups of digits', '123 45 '],
    ['letters and digits', 'a1 '],
    ['dashes', '1-2-'],
    ['an identity number', '44051401458 '],
    ['its name', 'pesel 44051401458 '],
    ['dots', '12.34.'],
    ['colons and hex', 'a0:'],
    ['base58', '1BoatSLRHtKNngkdXEeobR76b53LETtpyT '],
  ])('grows with the text, whatever it is made of: %s', (_, part) => {
    const small = stepsFor(part.repeat(2_000));
    const large = stepsFor(part.repeat(4_000));
    expect(large).toBeLessThan(small * 2.2 + 1_000);
  });

  it('never throws and leaves text without digits as it is, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const cleaned = clean(text);
        if (!/[\d@]/u.test(text.normalize('NFKC')) && cleaned !== text) expect(text).toMatch(/::|:\/\//);
      }),
    );
  });
});
