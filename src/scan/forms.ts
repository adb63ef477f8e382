import type { ValueForm } from '../rules/rule.ts';

/** No form is judged by more than this many characters. */
const MAX_JUDGED = 256;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DATE = /^\d{4}-\d\d-\d\d(?:[T ]|$)/;
const WORDY = /^[a-z]+(?:[-_./: ][a-z]+)*$/i;
const PATH = /^(?:[.~]{0,2}\/|[A-Za-z]:[\\/])/;
const HOST = /^(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:\/|$)/i;
const URL_LIKE = /^(?:[a-z][a-z0-9+.-]*:\/\/|urn:|arn:)/i;
const FILE =
  /\.(?:json|ya?ml|xml|html?|txt|log|zip|gz|tar|png|jpe?g|gif|svg|pdf|csv|js|ts|css|php|java|py|rb|go|sh|conf|ini|key|pem|crt)$/i;
const IDENTIFIER_PATH = /^[A-Za-z_$][\w$]*(?:[.:][A-Za-z_$][\w$]*)+\(?\)?$/;
const TOKEN_CHARACTERS = /^[A-Za-z0-9_+/=.~%|:!@#^&*-]+$/;
// No path, pattern, call or address has these signs among letters and digits.
const PASSWORD = /^(?=.*\d)(?=.*[A-Za-z])(?=.*[!#$%^*])[\w.,:;/+=~@&?!#$%^*-]{8,64}$/;
const UUIDS = /(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])/gi;
// Keys of caches, partitions and rows: `customer-4711`, `cart:<uuid>`, `eu-central-1#2026-11-20`. A word has 24 letters at most.
const COMPOSED_ID =
  /^(?=.{0,64}[a-z]{3})(?:[A-Za-z][a-z]{0,23}|v?\d{1,12})(?:[-_.:/#|](?:[A-Za-z][a-z]{0,23}|v?\d{1,12}))+$/;
// `10.20.30.40` is one part, and so is a commit or a digest: `ip:10.20.30.40`, `turbo-Linux-<SHA-1>`.
const ADDRESS = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])/g;
const DIGEST = /(?<![0-9a-z])(?:[0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-z])/g;
const VERSION = /^v?\d{1,5}(?:\.\d{1,5}){1,3}$/;
// `octocat/hello-world` and `api_v2` are names, too, but of no person.
const PERSON = /^[^\d/\\_@:=<>{}()[\]#|$%*+]{2,80}$/;
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

// Words that stand after `pass:` or `token:` in prose and in enumerations.
const STATUS = new Set(
  'yes no ok okay true false on off enabled disabled required optional missing invalid valid expired incorrect wrong failed failure success successful passed pass fail error denied rejected accepted revoked refreshed reset changed updated created deleted rotated unknown unset set empty present absent not is was has must should cannot field unavailable mismatch verified unverified bearer basic digest oauth jwt apikey default string number boolean object array left right open closed new old guest user admin anonymous the a an for of in to and or with from see use wiki auth type http https index successfully expected refreshing reading creating modifying destroying loading checking rotating running await'.split(
    ' ',
  ),
);

/** True when the value has the form, so that a doubtful name may hide it. */
export function hasForm(form: ValueForm, value: string): boolean {
  const text = value.length > MAX_JUDGED ? value.slice(0, MAX_JUDGED) : value;
  if (form === 'any') return true;
  if (form === 'cvv') return /^\d{3,4}$/.test(text);
  if (form === 'pin') return /^\d{3,8}$/.test(text);
  // `+` is a form's blank.
  if (form === 'digits') return /^(?:\d[ +-]?){7,34}\d$/.test(text);
  if (form === 'person') return PERSON.test(withoutPercent(withoutPercent(text))) && !isStatusWord(text);
  if (form === 'secretish') return isSecretish(text);
  if (form === 'mixed' && PASSWORD.test(text) && !PATH.test(text) && !URL_LIKE.test(text)) return true;
  return isTokenish(text) && !(form === 'keyish' && isComposedId(text));
}

/** `Chlo%C3%A9%20Martin`, as a header carries it, at times encoded twice: what the escapes stand for, byte by byte. */
function withoutPercent(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** A word of prose rather than a value: `password: required`. */
export function isStatusWord(value: string): boolean {
  return STATUS.has(value.toLowerCase());
}

function isSecretish(text: string): boolean {
  if (text.length < 4 || /\s/.test(text) || NUMBER.test(text) || isStatusWord(text) || VERSION.test(text)) return false;
  return !PATH.test(text) && !URL_LIKE.test(text) && !DATE.test(text);
}

function isTokenish(text: string): boolean {
  if (text.length < 12 || !TOKEN_CHARACTERS.test(text) || NUMBER.test(text)) return false;
  if (
    UUID.test(text) ||
    DATE.test(text) ||
    PATH.test(text) ||
    URL_LIKE.test(text) ||
    HOST.test(text) ||
    FILE.test(text)
  )
    return false;
  if (WORDY.test(text))
    return text.length >= 20 && !/[-_./:]/.test(text) && /[a-z]/.test(text) && /[A-Z].*[A-Z]/.test(text);
  return /\d/.test(text) && /[A-Za-z]/.test(text) && !IDENTIFIER_PATH.test(text) && distinct(text) >= 6;
}

function isComposedId(text: string): boolean {
  return COMPOSED_ID.test(text.replaceAll(UUIDS, '0').replaceAll(DIGEST, '0').replaceAll(ADDRESS, 'addr'));
}

function distinct(text: string): number {
  return new Set(text).size;
}
