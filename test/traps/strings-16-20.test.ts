import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/index.ts';
import { lint, scrub } from '../../src/lint/index.ts';
import { card, email, githubToken, jwt, password, pemEnd, pemHead, pemLine } from '../support/fake-values.ts';
import { tempFile } from '../support/temp-files.ts';
import { expectHidden, expectTextHidden, starred, written } from '../support/traps.ts';

const million = 1_000_000;

describe('size', () => {
  it.each([
    ['a', 'a'.repeat(million)],
    ['1', '1'.repeat(million)],
    ['a.', 'a.'.repeat(million / 2)],
    ['@', '@'.repeat(million / 10)],
    ['a@', 'a@'.repeat(million / 2)],
    ['password=', 'password='.repeat(million / 10)],
    ['backslashes', '\\'.repeat(million)],
    ['quotes', '"'.repeat(million)],
  ])('trap 16: a megabyte of %s is logged in bounded time, and what comes after it is hidden', (_, huge) => {
    const { line, record } = written((logger) => logger.info({ huge, password }, `to ${email}`));
    expectHidden(line, [password, email]);
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(262_144);
    expect(starred(record)).toMatchObject({ password: '[*]', msg: 'to [*]' });
    const text = createRedactor().text(`${huge} ${githubToken} end`);
    expectHidden(text, [githubToken]);
    expect(text.endsWith(' end')).toBe(true);
  });

  it.each([255, 256, 1_024, 4_096, 16_384, 65_530, 65_536])(
    'trap 17: a secret across the cut at %d characters is hidden whole',
    (place) => {
      for (const secret of [githubToken, email, card, jwt]) {
        for (const offset of [1, 8, secret.length - 1]) {
          const note = `${'x'.repeat(place - offset - 1)} ${secret} ${'y '.repeat(100_000)}`;
          const { line, record } = written((logger) => logger.info({ notes: [note, note, note] }, note));
          expectHidden(line, [secret, secret.slice(0, Math.max(6, offset))]);
          expect(record).toHaveProperty('truncated_bytes');
        }
      }
    },
  );

  it('trap 17: a secret across the chunks of a file is found once', async () => {
    const before = 'x y\n'.repeat(20);
    const file = tempFile(`${before}{"password":"${password}","msg":"for ${email} and ${card}"}\n`);
    const pem = tempFile(`${before}${pemHead}\n${`${pemLine}\n`.repeat(12)}${pemEnd}\n`, 'key.log');
    for (const chunkBytes of [1, 7, 64, 90]) {
      const found: string[] = [];
      for await (const finding of lint([file, pem], { chunkBytes })) found.push(`${finding.line} ${finding.rule}`);
      expect(found).toEqual(['21 password', '21 email', '21 card-number', '21 private-key']);
    }
  });

  it('trap 17: a secret across the chunks of a stream is hidden', async () => {
    const text = `a ${email} b\n{"password":"${password}"}\n${pemHead}\n${`${pemLine}\n`.repeat(3)}${pemEnd}\nc\n`;
    for (const size of [1, 5, 33]) {
      const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
        Buffer.from(text.slice(index * size, (index + 1) * size)),
      );
      let out = '';
      for await (const part of scrub(Readable.from(chunks))) out += Buffer.from(part).toString();
      expectHidden(out, [email, password, pemLine]);
      expect(starred(out)).toMatch(/^a \[\*\] b\n\{"password":"\[\*\]"\}\n(?:.*\n)+c\n$/);
    }
  });
});

const wide = (text: string): string =>
  Array.from(text, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).join('');
const arabic = (text: string): string => text.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));

describe('Unicode', () => {
  it.each([
    ['a lone surrogate before an address', `\ud800${email} x`, /\[\*\] x$/],
    ['a lone surrogate after an address', `to ${email}\udc00 x`, /^to \[\*\]/],
    ['an emoji around an address', `😀${email}😀 x`, /\[\*\]/],
    ['a zero-width space in an address', `to jane.doe\u200b@example.com x`, /^to \[\*\] x$/],
    ['zero-width signs in a key', `{"pass\u200bword":"${password}","n":1}`, /"\[\*\]","n":1\}$/],
    ['no-break spaces in a card', '4111\u00a01111\u00a01111\u00a01111 x', /^\[\*\] x$/],
    ['thin spaces in a card', '4111\u20091111\u20091111\u20091111 x', /^\[\*\] x$/],
    ['full-width digits', `${wide(card)} x`, /^\[\*\] x$/],
    ['Arabic-Indic digits', `${arabic(card)} x`, /^\[\*\] x$/],
    ['a soft hyphen in a card', `4111\u00ad111111111111 x`, /^\[\*\] x$/],
    ['a soft hyphen in a key', `pass\u00adword=${password} x`, /^pass\u00adword=\[\*\] x$/],
    ['a Cyrillic letter in a key', `p\u0430ssword=${password} x`, /^p\u0430ssword=\[\*\] x$/],
    ['a full-width key', `${wide('password')}=${password} x`, /=\[\*\] x$/],
    ['a key after text of two-byte letters', `пароль 密码 password=${password} x`, /^пароль 密码 password=\[\*\] x$/],
    ['a word joiner in a token', `${githubToken.slice(0, 9)}\u2060${githubToken.slice(9)} x`, /^\[\*\] x$/],
  ])('trap 18: %s', (_, text, shown) => {
    const secrets = [
      email,
      card,
      wide(card),
      arabic(card),
      password,
      '1111\u00a01111',
      '1111\u20091111',
      'jane.doe',
      '111111',
    ];
    const { line, record } = written((logger) => logger.info({ note: text, kept: 'ünchanged 7😀' }, text));
    expectHidden(line, [...secrets, githubToken.slice(9)]);
    expect(starred(record)['msg']).toMatch(shown);
    expect(starred(record)).toMatchObject({ note: starred(record)['msg'], kept: 'ünchanged 7😀' });
  });

  it.each([
    ['to "a b"@example.io now', 'to [*] now'],
    ['to jane@exämple.de now', 'to [*] now'],
    ['to jäne@xn--exmple-cua.de now', 'to [*] now'],
    ['to jane+tag@example.com now', 'to [*] now'],
    ['to jane@example.com.', 'to [*].'],
    ['to jane@example.com, bob', 'to [*], bob'],
    ['to <jane@example.com> now', 'to <[*]> now'],
    ["to 'jane@example.com' now", "to '[*]' now"],
    ['(jane@example.com)', '([*])'],
    ['mailto:jane@example.com?subject=x', 'mailto:[*]?subject=x'],
    ['jane@example.com;bob@example.org', '[*];[*]'],
    ['用户@例え.テスト now', '[*] now'],
    ["o'neil@example.com now", '[*] now'],
  ])('trap 19: the address in %s', (text, shown) => {
    expectTextHidden({
      text,
      shown,
      secrets: ['jane', 'example.com', 'exämple', 'xn--', '"a b"', '用户', 'neil', 'bob@'],
    });
  });

  it.each([
    'npm i @scope/pkg@1.2.3',
    'git@github.com:a/b.git',
    'java.lang.Object@1f2e3d',
    'logo@2x.png',
    '@Get("/x") y',
  ])('trap 19: %s holds no address', (text) => {
    expect(written((logger) => logger.info({ text }, text)).record).toMatchObject({ text, msg: text });
  });
});

describe('control characters', () => {
  it.each([
    ['a forged line', `x\r\n{"level":"fatal","msg":"forged"}`],
    ['colours', 'x \u001b[31mred\u001b[0m y'],
    ['line separators', 'a\u2028b\u2029c\u0085d'],
    ['zero bytes', 'a\u0000b'],
  ])('trap 20: %s stay in one line', (_, text) => {
    const { text: lines, record } = written((logger) => logger.info({ [text]: 1, note: text }, text));
    expect(lines.match(/[\r\n\u001b\u0000]/g)).toEqual(['\n']);
    expect(record).toMatchObject({ [text]: 1, note: text, msg: text });
  });

  it.each([
    [`password=${password}\r\nuser=jane`, 'password=[*]\r\nuser=jane'],
    [`\u001b[31mpassword\u001b[0m=${password} x`, '\u001b[31mpassword\u001b[0m=[*] x'],
    [`\u001b[36mtoken\u001b[0m: "${password}" x`, '\u001b[36mtoken\u001b[0m: "[*]" x'],
    [`line one\npassword: ${password}\nline three`, 'line one\npassword: [*]\nline three'],
  ])('trap 20: a secret among them is hidden, %j', (text, shown) => {
    expectTextHidden({ text, shown, secrets: [password] });
  });
});
