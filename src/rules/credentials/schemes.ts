import type { Reference, ValueRule } from '../rule.ts';

const registry: Reference = {
  url: 'https://www.iana.org/assignments/http-authschemes/http-authschemes.xhtml',
  seen: '2026-11-20',
};
const curl: Reference = { url: 'https://curl.se/docs/manpage.html#-u', seen: '2026-11-20' };

// Path words after which an application puts a one-time token.
const MAGIC_PATHS: readonly string[] = [
  'verify',
  'verify-email',
  'reset',
  'reset-password',
  'password-reset',
  'confirm',
  'confirmation',
  'activate',
  'activation',
  'magic',
  'magic-link',
  'invite',
  'invitation',
  'unsubscribe',
  'passwordless',
].map((word) => `/${word}/`);
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Credentials told by the word before them, where no header name stands in front. */
export const credentialSchemes: readonly ValueRule[] = [
  {
    kind: 'value',
    id: 'bearer-token',
    title: 'Bearer token',
    why: 'Whoever holds it acts as its owner until it expires.',
    pack: 'credentials',
    severity: 'critical',
    confidence: 'high',
    anchors: ['bearer ', 'bearer:', 'bearer+', 'bearer%20', 'bearer\\t'],
    caseless: true,
    pattern: /bearer(?:\\t|%20|[ :+]){1,4}["']?(?<secret>[A-Za-z0-9._~+/=-][A-Za-z0-9._~+/=:-]{7,7999})/iy,
    validate: looksRandom,
    references: [registry, { url: 'https://www.rfc-editor.org/rfc/rfc6750', seen: '2026-11-20' }],
  },
  {
    kind: 'value',
    id: 'basic-credentials',
    title: 'Basic credentials',
    why: 'They are the user name and password in a reversible encoding.',
    pack: 'credentials',
    severity: 'critical',
    confidence: 'high',
    anchors: ['basic ', 'basic+', 'basic%20'],
    caseless: true,
    pattern: /basic(?: {1,4}|\+|%20)(?<secret>[A-Za-z0-9+/_-]{6,8000}={0,2})/iy,
    validate: decodesToPair,
    references: [registry, { url: 'https://www.rfc-editor.org/rfc/rfc7617', seen: '2026-11-20' }],
  },
  {
    kind: 'value',
    id: 'digest-response',
    title: 'Digest response',
    why: 'It can be tested against guessed passwords offline.',
    pack: 'credentials',
    severity: 'high',
    confidence: 'high',
    anchors: ['digest username='],
    caseless: true,
    pattern: /digest (?<secret>username=[^\r\n]{1,2000}?response=\\{0,15}"?[0-9a-f]{32,64}\\{0,15}"?)/iy,
    references: [registry, { url: 'https://www.rfc-editor.org/rfc/rfc7616', seen: '2026-11-20' }],
  },
  {
    kind: 'value',
    id: 'curl-user',
    title: 'User and password on a curl command line',
    why: 'Command lines are visible to every user of the machine and kept in histories.',
    pack: 'credentials',
    severity: 'high',
    confidence: 'high',
    anchors: ['curl '],
    // A backslash continues the command on the next line. The password may have quotes of its own.
    pattern:
      /curl(?= )(?:[^\r\n|;\\]|\\(?:\r\n|[^\r])){0,400}?(?: -u ?| -[a-zA-Z]{1,8}u |-(?:proxy-)?user[ =])\\{0,7}["']?[^\s:"'@/\\=]{0,64}:\\{0,7}(?:"(?![,:}\]])|')?(?<secret>[^\s"'\\]{3,200})/y,
    validate: (secret) => !/^[*x.]+$/i.test(secret),
    references: [curl],
  },
  {
    kind: 'value',
    id: 'oauth-code',
    title: 'OAuth authorization code or state in a URL',
    why: 'The code is exchanged for tokens; the state ties a sign-in to its browser.',
    pack: 'credentials',
    severity: 'high',
    confidence: 'medium',
    anchors: ['?code=', '&code=', '?state=', '&state='],
    bounded: false,
    pattern: /[?&](?:code|state)=(?<secret>[A-Za-z0-9._~%/+-]{10,2048})/y,
    validate: looksRandom,
    references: [{ url: 'https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2', seen: '2026-11-20' }],
  },
  {
    kind: 'value',
    id: 'oracle-jdbc',
    title: 'Password in an Oracle thin URL',
    why: 'It opens the database.',
    pack: 'credentials',
    severity: 'critical',
    confidence: 'high',
    anchors: ['jdbc:oracle:thin:'],
    pattern: /jdbc:oracle:thin:[^\s/@:"']{1,64}\/(?<secret>[^\s@"']{1,128})@/y,
    references: [{ url: 'https://docs.oracle.com/en/database/oracle/oracle-database/23/jjdbc/', seen: '2026-11-20' }],
  },
  {
    kind: 'value',
    id: 'magic-link',
    title: 'Token in the path of a sign-in or reset link',
    why: 'Whoever opens the link is signed in or sets a new password.',
    pack: 'credentials',
    severity: 'high',
    confidence: 'medium',
    anchors: MAGIC_PATHS,
    bounded: false,
    pattern: /\/[a-z-]{4,20}\/(?<secret>[A-Za-z0-9_-]{20,512})(?![A-Za-z0-9_.-])/y,
    validate: (secret) => /\d/.test(secret) && /[A-Za-z]/.test(secret) && !UUID.test(secret),
    references: [
      { url: 'https://cheatsheetseries.owasp.org/cheatsheets/Forgot_Password_Cheat_Sheet.html', seen: '2026-11-20' },
    ],
  },
  {
    kind: 'value',
    id: 'password-flag',
    title: 'Password after the short flag of a command',
    why: 'Command lines are visible to every user of the machine and kept in histories.',
    pack: 'credentials',
    severity: 'high',
    confidence: 'high',
    anchors: ['sshpass ', 'redis-cli '],
    pattern:
      /(?:sshpass (?:-v )?-p|redis-cli (?:-[hpnu] [^\s]{1,100} ){0,3}-a) {0,2}(?:"(?![,:}\]])|')?(?<secret>[^\s"'\\]{3,200})/y,
    references: [
      { url: 'https://redis.io/docs/latest/develop/tools/cli/', seen: '2026-11-20' },
      { url: 'https://sourceforge.net/projects/sshpass/', seen: '2026-11-20' },
    ],
  },
  {
    kind: 'value',
    id: 'mysql-password-flag',
    title: 'Password glued to -p',
    why: 'Command lines are visible to every user of the machine and kept in histories.',
    pack: 'credentials',
    severity: 'high',
    confidence: 'medium',
    anchors: [' -p', '"-p', "'-p"],
    bounded: false,
    pattern:
      /[ "']-p(?<secret>(?=[^\s"'\\]{0,60}\d)(?=[^\s"'\\]{0,60}[A-Z!@#$%^&*])(?=[^\s"'\\]{0,60}[a-z])[^\s"'\\=:/,.-][^\s"'\\]{4,63})/y,
    references: [{ url: 'https://dev.mysql.com/doc/refman/8.4/en/password-security-user.html', seen: '2026-11-20' }],
  },
];

/** Not a word of prose (`Bearer authentication`), nor the next pair of a line (`type=bearer reset_at=2026-11-20`). */
function looksRandom(secret: string): boolean {
  if (/^[a-z]+(?:[_-][a-z]+)+=/i.test(secret)) return false;
  return /\d/.test(secret) || (/[a-z]/.test(secret) && /[A-Z].*[A-Z]/.test(secret)) || secret.length >= 32;
}

/** In a form, where `+` is a blank, words may follow the credentials. */
function decodesToPair(secret: string): boolean {
  return isPair(secret) || isPair(secret.split('+', 1)[0] ?? '');
}

function isPair(secret: string): boolean {
  return /^[^\u0000-\u0008\ufffd]{0,200}:[^\u0000-\u0008\ufffd]{0,400}$/.test(
    Buffer.from(secret, 'base64').toString('utf8'),
  );
}
