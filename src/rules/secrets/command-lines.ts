import type { ValueRule } from '../rule.ts';
import { token } from './token.ts';

const commands = 'https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html';
const why = 'Command lines are visible to every user of the machine and kept in histories.';

/** Passwords in commands and statements, told by the words of the tool around them. */
export const commandLineRules: readonly ValueRule[] = [
  token({
    id: 'user-and-password-flags',
    title: 'Password after the flags -u and -p',
    why,
    severity: 'high',
    confidence: 'medium',
    anchors: [' -u '],
    bounded: false,
    // `mysql -u root -p shop` names a database, `docker run -u 1000 -p 8080:80` a port.
    pattern:
      / -u ["']?[^\s"'-][^\s"']{0,100}["']? -p \\{0,7}(?:"(?![,:}\]])|')?(?<secret>[^\s"'\\$%</.~-][^\s"'\\]{5,128})/y,
    validate: (secret) => /\d/.test(secret) && /[A-Za-z]/.test(secret) && /[A-Z!@#$^&*]/.test(secret),
    source: commands,
  }),
  token({
    id: 'piped-password',
    title: 'Password that is written into a command',
    why,
    severity: 'high',
    anchors: ['echo ', 'printf '],
    pattern:
      /(?:echo|printf) (?:-n )?\\{0,7}["']?(?:[\w.-]{1,64}:)?(?<secret>[^\s"'\\|:$<][^\s"'\\|]{3,128})\\{0,7}["']? {0,2}\| {0,2}(?:sudo (?:-[a-zA-Z]{1,8} )?-[a-zA-Z]{0,8}S|(?:sudo )?chpasswd|(?:docker|podman|helm|buildah|skopeo) [^\r\n|;]{0,200}-password-stdin|gpg [^\r\n|;]{0,200}-passphrase-fd 0)/y,
    source: commands,
  }),
  token({
    id: 'database-user-password',
    title: 'Password of a database user in a statement',
    why: 'It opens the database.',
    severity: 'critical',
    anchors: ['create user ', 'alter user ', 'grant ', 'set password for '],
    caseless: true,
    pattern:
      /(?:(?:create user|alter user|grant) [^;\r\n]{1,200}? identified (?:by|with [\w'"`]{1,40} (?:by|as))(?: password)?|set password for [\w'"`@%.-]{1,100} ?(?:=|to)) (?:password\()?\\{0,7}['"](?<secret>[^'"\\\r\n]{1,128})/iy,
    source: 'https://dev.mysql.com/doc/refman/8.4/en/create-user.html',
  }),
  token({
    id: 'admin-tool-password',
    title: 'Password in the arguments of an administration tool',
    why,
    severity: 'high',
    anchors: ['htpasswd -', 'net use ', 'net user '],
    pattern:
      /(?:htpasswd -(?:b|[a-zA-Z]{1,3}b|b[a-zA-Z]{1,3}) \S{1,200} \S{1,64}|net use [^\r\n|;]{0,200}? \/user:\S{1,64}|net user \S{1,64}) \\{0,7}(?:"(?![,:}\]])|')?(?<secret>[^\s"'\\$%</*-][^\s"'\\]{3,128})/y,
    source: commands,
  }),
  token({
    id: 'admin-tool-option',
    title: 'Password in an option of an administration tool',
    why,
    severity: 'high',
    anchors: ['ipmitool ', 'sqlcmd ', 'smbclient ', 'rpcclient ', 'xfreerdp '],
    pattern:
      /(?:ipmitool|sqlcmd|smbclient|rpcclient|xfreerdp)(?= )[^\r\n|;]{0,200}?(?: -P ?| -U ?[^\s%]{1,64}%| \/p:)\\{0,7}(?:"(?![,:}\]])|')?(?<secret>[^\s"'\\$%</*-][^\s"'\\]{3,128})/y,
    source: commands,
  }),
  token({
    id: 'redis-password-command',
    title: 'Password in a Redis command',
    why: 'It opens the database.',
    severity: 'high',
    anchors: ['"auth" "', '"auth\\', '> auth ', 'acl setuser ', '"setuser" "', '"setuser\\'],
    caseless: true,
    bounded: false,
    pattern:
      /(?:"auth\\{0,7}" \\{0,7}"(?:[\w.-]{1,64}\\{0,7}" \\{0,7}")?|(?<=[\d\]])> auth (?:[\w.-]{1,64} )?["']?|(?:acl |")setuser\\{0,7}"? [^\r\n]{1,200}?[ "]>)(?<secret>[^\s"'\\]{3,200})/iy,
    source: 'https://redis.io/docs/latest/commands/auth/',
  }),
  token({
    id: 'mail-auth-plain',
    title: 'Name and password of a mail or chat connection',
    why: 'They are the user name and password in a reversible encoding.',
    severity: 'high',
    anchors: ['auth plain ', 'authenticate plain ', 'auth xoauth2 ', 'authenticate xoauth2 '],
    caseless: true,
    pattern: /auth(?:enticate)? (?:plain|xoauth2) (?<secret>[A-Za-z0-9+/]{8,4000}={0,2})(?![A-Za-z0-9+/=])/iy,
    // RFC 4616 (2006-08): name, zero byte, password. XOAUTH2 has control bytes, too.
    validate: (secret) => /[\x00\x01]/.test(Buffer.from(secret, 'base64').toString('latin1')),
    source: 'https://www.rfc-editor.org/rfc/rfc4616',
  }),
  token({
    id: 'powershell-secure-string',
    title: 'Password that PowerShell makes a secure string of',
    why,
    severity: 'high',
    anchors: ['convertto-securestring '],
    caseless: true,
    pattern: /convertto-securestring (?:-string )?\\{0,7}["'](?<secret>[^"'\\$]{3,128})/iy,
    source: 'https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.security/convertto-securestring',
  }),
  token({
    id: 'snmp-community',
    title: 'SNMP community or password',
    why: 'It reads, and often changes, the settings of network devices.',
    severity: 'high',
    anchors: ['snmpwalk ', 'snmpget ', 'snmpset ', 'snmpbulkwalk '],
    pattern:
      /snmp(?:walk|get|set|bulkwalk) [^\r\n|;]{0,200}? -[cAX] ?\\{0,7}(?:"(?![,:}\]])|')?(?<secret>[^\s"'\\$<-][^\s"'\\]{3,128})/y,
    validate: (secret) => secret !== 'public',
    source: 'https://www.net-snmp.org/docs/man/snmpcmd.html',
  }),
  token({
    id: 'jenkins-initial-password',
    title: 'Initial administrator password of Jenkins',
    why: 'It sets up the server, and with it every job that it runs.',
    severity: 'high',
    anchors: ['proceed to installation:'],
    pattern: /proceed to installation:(?:[\s*]|\\{1,8}[nr]){1,64}(?<secret>[0-9a-f]{32})(?![0-9A-Za-z])/y,
    source: 'https://www.jenkins.io/doc/book/installing/linux/',
  }),
  token({
    id: 'softlayer-api-key',
    title: 'IBM Cloud classic infrastructure (SoftLayer) API key in a URL',
    why: "Orders and cancels servers at the owner's cost.",
    severity: 'critical',
    anchors: ['softlayer.com/'],
    bounded: false,
    pattern: /softlayer\.com\/(?:soap|xmlrpc|rest)\/v3(?:\.1)?\/(?<secret>[0-9a-f]{64})(?![0-9A-Za-z])/y,
    source: 'https://sldn.softlayer.com/article/authenticating-softlayer-api/',
  }),
];
