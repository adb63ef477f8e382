import type { Reference, ValueRule } from '../rule.ts';

const owasp: Reference = {
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Multifactor_Authentication_Cheat_Sheet.html',
  seen: '2026-11-21',
};
const why = 'It completes a sign-in or resets an account.';

// What stands before the code in the messages that services send; a bare "code is 404" is no sign-in.
const WORDS: readonly string[] = withPlus([
  'verification code',
  'security code',
  'login code',
  'log-in code',
  'sign-in code',
  'access code',
  'confirmation code',
  'authentication code',
  'auth code',
  'one-time code',
  'one time code',
  'one-time password',
  'one-time pin',
  'otp',
  'passcode',
  '2fa code',
  'mfa code',
  'reset code',
]);

/** In a form, a blank is written `+`. */
function withPlus(words: readonly string[]): readonly string[] {
  return [...new Set(words.flatMap((word) => [word, word.replaceAll(' ', '+')]))];
}

/** Codes in the text of a message, as a mail or SMS gateway logs it. */
export const oneTimeCodes: readonly ValueRule[] = [
  {
    kind: 'value',
    id: 'one-time-code',
    title: 'One-time code in a message',
    why,
    pack: 'credentials',
    severity: 'high',
    confidence: 'high',
    anchors: WORDS,
    caseless: true,
    pattern:
      /(?:[a-z0-9-]{2,14}[ +](?:time[ +])?(?:code|password|pin)|otp|passcode)(?:[ +]for[ +][a-z .+]{1,40})?[ +]is:?[ +](?<secret>(?:[a-z]-)?[0-9]{3}[ -]?[0-9]{1,5})(?![0-9]|[.,:%/-][0-9])/iy,
    references: [owasp],
  },
  {
    kind: 'value',
    id: 'one-time-code-first',
    title: 'One-time code at the beginning of a message',
    why,
    pack: 'credentials',
    severity: 'high',
    confidence: 'high',
    anchors: [' is your ', '+is+your+'],
    caseless: true,
    lead: { chars: 'word', max: 10 },
    pattern:
      /(?<secret>(?:[a-z]-)?[0-9]{3}-?[0-9]{1,5})[ +]is[ +]your[ +](?:[a-z]{1,20}[ +]){0,3}(?:code|otp|passcode|pin)(?![a-z])/iy,
    references: [owasp],
  },
];
