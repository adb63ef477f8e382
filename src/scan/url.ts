import type { ReaderRule } from '../rules/rule.ts';
import {
  AT,
  BACKSLASH,
  BLANK,
  BREAK,
  COLON,
  classOf,
  DIGIT,
  DOUBLE_QUOTE,
  isEscapeLetter,
  LESS,
  LETTER,
  SLASH,
  WORD,
} from './chars.ts';
import { MARKER } from './marker.ts';
import { isMask } from './masks.ts';
import { countBackslashes } from './separator.ts';
import type { Source } from './source.ts';
import { hideValue, type ScanState } from './state.ts';

/** User info longer than this is not looked for; RFC 3986 sets no bound, and no credential in use comes near. */
const MAX_USER_INFO = 2048;
/** With a dot, a port or brackets, or the one host that needs none: what follows the `@` is no part of a password. */
const NAMED_HOST = /[.:\]]|^localhost$/;
/** A user name without a password that can only be a token: `https://<32 hex>@sentry.example/1`. */
const TOKEN_USER = /^(?=.*\d)[A-Za-z0-9_-]{20,}$/;
/** Made by a machine and half of the secret, as in URLs of add-ons and package servers: `u8h3kd9f`. `web2` and `user42` are names. */
const RANDOM_USER = /^(?=[a-z0-9]{0,63}\d[a-z]{1,62}\d)[a-z0-9]{8,64}$/;

interface UrlRules {
  /** Hides the password. */
  readonly 'url-userinfo'?: ReaderRule;
  /** Hides the whole URL around it. */
  readonly 'connection-string'?: ReaderRule;
}

/** At `://` (or JSON's `:\/\/`): the password of the user info, or a token in the place of the user. */
export function readUserInfo(state: ScanState, rules: UrlRules, from: number): void {
  const end = lastAt(state, from);
  if (end < 0) return;
  const { hits } = state;
  const before = hits.length;
  if (rules['url-userinfo']) hideUserInfo(state, rules['url-userinfo'], from, end);
  const whole = rules['connection-string'];
  if (whole === undefined) return;
  if (rules['url-userinfo'] === undefined) hideUserInfo(state, whole, from, end);
  if (hits.length > before) hideValue(state, whole, schemeStart(state.source, from), urlEnd(state.source, end));
}

/** `jdbc:mysql` before `://`. */
const MAX_SCHEME = 40;

function schemeStart({ bytes }: Source, from: number): number {
  let at = from;
  while (at > 0 && at > from - MAX_SCHEME && isSchemeSign(bytes[at - 1] ?? 0)) at--;
  // `redis://`, but not the quote or bracket before it.
  while (at < from && ((classOf[bytes[at] ?? 0] ?? 0) & LETTER) === 0) at++;
  return isEscapeLetter(bytes, at) ? at + 1 : at;
}

/** `a-z 0-9 + - . :`, and the slashes, which JSON may escape. */
function isSchemeSign(byte: number): boolean {
  return ((classOf[byte] ?? 0) & WORD) !== 0 || byte === 43 || byte === 45 || byte === 46 || isUrlSlash(byte);
}

function isUrlSlash(byte: number): boolean {
  return byte === COLON || byte === SLASH || byte === BACKSLASH;
}

function urlEnd(source: Source, from: number): number {
  const limit = Math.min(source.length, from + MAX_USER_INFO);
  let at = from;
  while (at < limit && !ends(source, at) && source.bytes[at] !== 39 && source.bytes[at] !== 41) at++;
  // A dot or comma at the end belongs to the sentence.
  while (at > from && /[.,;!?]/.test(source.text[at - 1] ?? '')) at--;
  return at;
}

function hideUserInfo(state: ScanState, rule: ReaderRule, from: number, end: number): void {
  const { source } = state;
  const info = source.text.slice(from, end);
  // A user that is hidden already, `[REDACTED:card-number]`, has a sign of its own.
  const colon = info.indexOf(':', info.startsWith(MARKER) ? info.indexOf(']') : 0);
  if (colon < 0) {
    if (TOKEN_USER.test(info)) hideValue(state, rule, from, end);
    return;
  }
  const password = info.slice(colon + 1);
  if (password === '' || isMask(password)) return;
  hideValue(state, rule, RANDOM_USER.test(info.slice(0, colon)) ? from : from + colon + 1, end);
  // `password@host.name` is no e-mail address.
  state.coveredTo = Math.max(state.coveredTo, end + 1);
}

/**
 * The `@` that ends the user info, or -1. Passwords are often written with `/`, `@`, `#` or `?` unescaped, so the last
 * `@` before a blank or quote counts, unless what stands before a `/` is plainly `host` or `host:port`.
 */
function lastAt(state: ScanState, from: number): number {
  const { source } = state;
  const { bytes } = source;
  const limit = Math.min(source.length, from + MAX_USER_INFO);
  let found = -1;
  let slash = false;
  let at = from;
  for (; at < limit; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === AT) {
      if (!slash || looksLikePassword(source, from, at)) found = at;
    } else if (byte === SLASH || byte === 63 || byte === 35) {
      // One more `://` is another URL, which is looked at in its turn.
      if (byte === SLASH && bytes[at - 1] === COLON && at - 1 > from && bytes[at + 1] === SLASH) break;
      if (found >= 0 ? NAMED_HOST.test(source.text.slice(found + 1, at)) : isHost(source, from, at)) break;
      slash = true;
    } else if (ends(source, at)) break;
  }
  state.steps += 8 + at - from;
  return found;
}

function ends({ bytes }: Source, at: number): boolean {
  const byte = bytes[at] ?? 0;
  if (((classOf[byte] ?? 0) & (BLANK | BREAK)) !== 0 || byte === DOUBLE_QUOTE || byte === LESS || byte < 32)
    return true;
  if (byte === 44 && bytes[at + 1] === 32) return true;
  if (byte !== BACKSLASH) return false;
  const next = bytes[at + countBackslashes(bytes, at)];
  return next === DOUBLE_QUOTE || next === 110 || next === 114 || next === 116;
}

/** `host` or `host:8080` and nothing else up to the slash. */
function isHost(source: Source, from: number, at: number): boolean {
  const authority = source.text.slice(from, at);
  const colon = authority.indexOf(':');
  if (colon < 0) return true;
  if (authority.length > colon + 8 && !authority.startsWith('[')) return false;
  const port = authority.slice(colon + 1).replace(/\\$/, '');
  return (
    authority.startsWith('[') ||
    port === '' ||
    (port.length < 6 && [...port].every((c) => (classOf[c.charCodeAt(0)] ?? 0) & DIGIT))
  );
}

/** After a slash an `@` still ends a password when `user:` came first and a host follows it. */
function looksLikePassword(source: Source, from: number, at: number): boolean {
  const colon = source.bytes.indexOf(COLON, from);
  if (colon < 0 || colon > at) return false;
  return /^[A-Za-z0-9.-]+(?::\d{2,5})?(?:\/|$|[^\w.:-])/.test(source.text.slice(at + 1, at + 80));
}
