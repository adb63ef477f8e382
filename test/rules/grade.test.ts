import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/index.ts';

const redactor = createRedactor({});
const gradeOf = (text: string) => redactor.find(text).map(({ severity, confidence }) => ({ severity, confidence }));

describe('a key from a documentation', () => {
  const documented = [
    `AKIA${'IOSFODNN7EXAMPLE'}`,
    `aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCY${'EXAMPLEKEY'}`,
    `sk_test_${'4eC39HqLyjWDarjtT1zdp7dc'}`,
  ];

  it.each(documented)('is no more than information: %#', (text) => {
    expect(gradeOf(text)).toEqual([{ severity: 'info', confidence: undefined }]);
  });

  it.each(documented)('is hidden all the same: %#', (text) => {
    expect(redactor.line(text)).toContain('[REDACTED:');
    expect(redactor.line(text)).not.toContain(text.slice(-12));
  });

  it('is told from an address at example.com and from a real key', () => {
    expect(gradeOf('jane@example.com')).toEqual([{ severity: 'medium', confidence: undefined }]);
    expect(gradeOf(`AKIA${'Q7ZK3M2XWVTN8PLR'}`)).toEqual([{ severity: 'high', confidence: undefined }]);
  });
});

describe('check digits in a token', () => {
  // Made by the published algorithms from letters that say so.
  const right = [
    ['github-pat', `ghp_${'thisIsNotARealTokenItIsATest00'}${'1n99Mx'}`],
    ['npm-access-token', `npm_${'thisIsNotARealTokenItIsATest00'}${'1n99Mx'}`],
    ['grafana-service-account-token', `glsa_${'ThisIsNotARealTokenItIsATest0042'}_26cf6a8d`],
    ['gitlab-pat', `glpat-${'VGhpc0lzTm90QVJlYWxUb2tlbk8xCm86MQp1OjEH'}.01.141uzsblz`],
    ['gitlab-runner-token', `glrt-t1_${'VGhpc0lzTm90QVJlYWxUb2tlbk8xCm86MQp1OjEH'}.140nxhno5`],
  ] as const;

  it.each(right)('of a %s make a finding sure when they fit', (_, token) => {
    expect(gradeOf(token)).toMatchObject([{ confidence: 'high' }]);
  });

  it.each(right)('of a %s make it less sure when they do not, and never drop it', (rule, token) => {
    const wrong = `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`;
    expect(gradeOf(wrong)).toMatchObject([{ confidence: 'low' }]);
    expect(redactor.line(wrong)).toBe(`[REDACTED:${rule}]`);
  });

  const without = [
    `glpat-${'ThisIsNotARealToken0'}`,
    `ghs_${'12345'}_${'eyJhbGciOiJSUzI1NiJ9'}.${'eyJpc3MiOiIxMjM0NSJ9'}.${'ThisIsNotARealSignature0'}`,
  ];

  it.each(without)('that has none leave it as sure as its form: %#', (token) => {
    expect(gradeOf(token)).toMatchObject([{ confidence: undefined }]);
    expect(redactor.line(token)).toMatch(/^\[REDACTED:[a-z-]+]$/);
  });
});
