import type { KeyRule } from '../rule.ts';
import { key } from './key-rule.ts';

/** Names whose value carries a sign-in: one-time codes, sessions, headers, signatures. */
export const sessionKeys: readonly KeyRule[] = [
  key('otp', 'One-time password or recovery code', 'It completes a sign-in or resets an account.', {
    severity: 'high',
    names: [
      'otp',
      'totp',
      'one time password',
      'one time code',
      'mfa code',
      'two factor code',
      '2 fa code',
      'tfa code',
      'recovery code',
      'backup code',
      'verification code',
      'sms code',
      'security answer',
      'confirmation code',
    ],
  }),
  key('session', 'Session', 'It takes over a signed-in session.', {
    severity: 'high',
    form: 'secretish',
    names: [
      'session id',
      'session token',
      'sessid',
      'phpsessid',
      'jsessionid',
      'connect sid',
      'asp net session id',
      'aspsessionid',
      'session cookie',
      'csrftoken',
      'laravel session',
      'session secret',
      'auth session',
    ],
  }),
  key('session-weak', 'Session under a short name', 'It takes over a signed-in session.', {
    severity: 'high',
    confidence: 'medium',
    form: 'tokenish',
    names: ['session', 'sid', 'sess'],
  }),
  key('authorization', 'Authorization header', 'It carries the credentials of the request.', {
    severity: 'critical',
    shape: 'authorization',
    names: [
      'authorization',
      'proxy authorization',
      'www authenticate',
      'authentication info',
      'x authorization',
      'x forwarded authorization',
      'x forwarded client cert',
      'auth header',
      'authorization header',
      'x amz authorization',
      'x original authorization',
    ],
  }),
  key('cookie', 'Cookie header', 'It carries the session of the user.', {
    severity: 'high',
    shape: 'cookie',
    names: ['cookie', 'cookies', 'cookie header', 'x cookie', 'cookie jar', 'raw cookie'],
  }),
  key('set-cookie', 'Set-Cookie header', 'It starts the session of the user.', {
    severity: 'high',
    shape: 'set-cookie',
    names: ['set cookie', 'set cookie 2'],
  }),
  key('signature', 'Signature of a signed URL', 'The URL is a credential until it expires.', {
    severity: 'high',
    form: 'tokenish',
    names: ['signature', 'sig', 'amz signature', 'amz credential', 'goog signature', 'goog credential', 'hmac'],
    references: [{ url: 'https://opentelemetry.io/docs/specs/semconv/registry/attributes/url/', seen: '2026-11-20' }],
  }),
];
