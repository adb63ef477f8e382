import { createRequire } from 'node:module';
import type { OptionReader } from '../option-reader.ts';

/** TLS of a connection, as in Node's `tls.connect`; all PEM. */
export interface TlsOptions {
  /** Certificate authorities to trust instead of Node's own list. */
  readonly ca?: string;
  /** The client's certificate and key, where the server asks for one. */
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  /** The name the server's certificate must have, when it is not that of the URL. */
  readonly servername?: string;
}

/** How an endpoint is reached; the same for every sender over HTTP. */
export interface HttpOptions {
  /** `http:` or `https:`, without credentials in it. */
  readonly url: string;
  /** Sent as `Authorization`. Never logged, never shown in an error. */
  readonly auth?: { readonly username: string; readonly password: string } | { readonly token: string };
  /** More headers for each request. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly tls?: TlsOptions;
  /** URL of an HTTP proxy; needs the package `https-proxy-agent`. @defaultValue none, whatever the environment says */
  readonly proxy?: string;
  /** Milliseconds a request may take, from its start to the end of the answer. @defaultValue 10000 */
  readonly timeoutMs?: number;
}

/** {@link HttpOptions}, resolved. Plain data, so that it can be given to a worker thread. */
export interface HttpSettings {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsOptions;
  readonly proxy: string | undefined;
  readonly timeoutMs: number;
}

/** Reads the options that are about HTTP. */
export function readHttpOptions(reader: OptionReader): HttpSettings {
  const url = readUrl(reader, 'url');
  if (url === undefined && reader.get('url') === undefined) reader.problem('url', 'is missing');
  const authorization = readAuth(reader);
  const headers = readHeaders(reader);
  return {
    url: url ?? 'http://127.0.0.1',
    headers: authorization === undefined ? headers : { ...headers, authorization },
    tls: readTls(reader.inside('tls')),
    proxy: readProxy(reader),
    timeoutMs: reader.whole('timeoutMs', { min: 1, max: 600_000, fallback: 10_000 }),
  };
}

function readUrl(reader: OptionReader, name: string): string | undefined {
  const text = reader.text(name);
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return reader.refuse(name, 'must be a URL that begins with http:// or https://', text);
  }
  if (url.username !== '' || url.password !== '') {
    // URLs end up in error messages and process lists.
    return reader.refuse(name, 'must not hold credentials: give them in auth', text);
  }
  return url.href;
}

function readProxy(reader: OptionReader): string | undefined {
  const text = reader.text('proxy');
  if (text === undefined) return undefined;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    return reader.refuse('proxy', 'must be a URL that begins with http:// or https://', text);
  }
  try {
    createRequire(import.meta.url).resolve('https-proxy-agent');
    return text;
  } catch {
    reader.problem('proxy', 'needs the package https-proxy-agent: npm install https-proxy-agent');
    return undefined;
  }
}

function readAuth(reader: OptionReader): string | undefined {
  if (reader.get('auth') === undefined) return undefined;
  const auth = reader.inside('auth');
  const [token, username, password] = [auth.text('token', 16_384), auth.text('username'), auth.text('password')];
  auth.end();
  if (token !== undefined && username === undefined && password === undefined) return `Bearer ${token}`;
  if (token === undefined && username !== undefined && password !== undefined) {
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }
  reader.problem('auth', 'must have either token, or username and password');
  return undefined;
}

// Those are ours: a request with another length or encoding than its body's is no request.
const ownHeaders: ReadonlySet<string> = new Set([
  'content-length',
  'content-type',
  'content-encoding',
  'host',
  'connection',
  'transfer-encoding',
]);

function readHeaders(reader: OptionReader): Readonly<Record<string, string>> {
  const headers = reader.texts('headers');
  for (const name of Object.keys(headers)) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}$/.test(name)) reader.problem(`headers.${name}`, 'is no name of a header');
    else if (ownHeaders.has(name.toLowerCase())) reader.problem(`headers.${name}`, 'is set by logveil');
  }
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

const tlsNames = ['ca', 'cert', 'key', 'passphrase', 'servername'] as const;

function readTls(reader: OptionReader): TlsOptions {
  const entries = tlsNames.flatMap((name) => {
    const value = reader.get(name);
    if (value === undefined) return [];
    if (typeof value === 'string' && value !== '') return [[name, value] as const];
    reader.refuse(name, 'must be a string', value);
    return [];
  });
  reader.end();
  return Object.fromEntries(entries);
}
