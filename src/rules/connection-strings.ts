import type { ReaderRule } from './rule.ts';

/**
 * URLs with a password as a whole: account, host and path with it. OWASP counts connection strings among what is never
 * logged. Off by default, for the host is often what a reader of the log needs; the password goes either way.
 */
export const connectionStringRules: readonly ReaderRule[] = [
  {
    kind: 'reader',
    reader: 'connection-string',
    id: 'connection-string',
    title: 'Connection string or URL with credentials, as a whole',
    why: 'It names the account, the host and the database that the password opens.',
    pack: 'connection-strings',
    severity: 'critical',
    confidence: 'high',
    references: [
      {
        url: 'https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude',
        seen: '2026-11-21',
      },
    ],
  },
];
