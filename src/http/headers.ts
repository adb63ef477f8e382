import type { RedactorEngine } from '../redact/redactor.ts';
import { isSecretName } from './secret-name.ts';

// Never logged, whatever a list says: credentials, and headers of gateways that hold them. The redactor's own rules for
// names are asked as well, so that `x-acme-token` is refused without standing here.
const never: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'authentication-info',
  'proxy-authentication-info',
  'cookie',
  'cookie2',
  'set-cookie',
  'set-cookie2',
  'x-api-key',
  'api-key',
  'apikey',
  'x-auth-token',
  'x-access-token',
  'x-csrf-token',
  'x-xsrf-token',
  'csrf-token',
  'x-amz-security-token',
  'x-amz-content-sha256',
  'x-amzn-oidc-data',
  'x-amzn-oidc-accesstoken',
  'x-goog-api-key',
  'x-goog-iap-jwt-assertion',
  'cf-access-jwt-assertion',
  'x-ms-token-aad-access-token',
  'x-ms-token-aad-id-token',
  'x-forwarded-access-token',
  'x-forwarded-client-cert',
  'x-ssl-client-cert',
  'x-vault-token',
  'x-gitlab-token',
  'x-hub-signature',
  'x-hub-signature-256',
  'stripe-signature',
  'dpop',
  'sec-websocket-key',
  'sec-websocket-protocol',
  'www-authenticate',
]);

/** Whether a header must not be logged, whatever its case. */
export function isSecretHeader(name: string, engine: Pick<RedactorEngine, 'find'>): boolean {
  const lower = name.toLowerCase();
  return never.has(lower) || isSecretName(lower, engine);
}

/** Used with `record: 'pino-http'`, whose lines have always shown headers. */
export const harmlessRequestHeaders: readonly string[] = [
  'host',
  'user-agent',
  'accept',
  'accept-encoding',
  'accept-language',
  'content-type',
  'content-length',
];
export const harmlessResponseHeaders: readonly string[] = [
  'content-type',
  'content-length',
  'content-encoding',
  'cache-control',
];

/** The listed ones among Node's headers; an empty object when there is none. */
export function pickHeaders(
  headers: Readonly<Record<string, unknown>> | undefined,
  names: readonly string[],
): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  if (headers === undefined) return picked;
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
