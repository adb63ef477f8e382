import type { ReaderRule } from '../rule.ts';
import { seen } from './token.ts';

/** Secrets that take a small grammar to find. */
export const readerRules: readonly ReaderRule[] = [
  {
    kind: 'reader',
    reader: 'jwt',
    id: 'jwt',
    title: 'JSON web token',
    why: 'Acts for the person or service it was issued to until it expires.',
    pack: 'secrets',
    severity: 'high',
    confidence: 'high',
    references: [{ url: 'https://datatracker.ietf.org/doc/html/rfc7519', seen }],
  },
  {
    kind: 'reader',
    reader: 'pem',
    id: 'private-key',
    title: 'Private key',
    why: 'Signs and decrypts as its owner.',
    pack: 'secrets',
    severity: 'critical',
    confidence: 'high',
    references: [{ url: 'https://datatracker.ietf.org/doc/html/rfc7468', seen }],
  },
  {
    kind: 'reader',
    reader: 'url-userinfo',
    id: 'url-credentials',
    title: 'Password in a URL',
    why: 'Signs in to the database, broker or site that the URL names.',
    pack: 'secrets',
    severity: 'critical',
    confidence: 'high',
    references: [{ url: 'https://datatracker.ietf.org/doc/html/rfc3986#section-3.2.1', seen }],
  },
];
