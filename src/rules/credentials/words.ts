/**
 * The words around a sensitive name that change what it means. Lists, not expressions: somebody who sees a wrong
 * decision in a log finds the word here.
 */

/** After the name: the value is about the secret and not the secret (`tokenCount`, `password_reset_at`, `secretArn`). */
export const benignSuffixes: ReadonlySet<string> = words(`
  count counts used limit limits max min maximum minimum remaining budget quota total sum size length len bytes bits
  type types kind name names id ids identifier arn uri urls url endpoint endpoints path paths file filename dir directory
  policy policies strength hint hints format algorithm alg version versions status state at date time timestamp ttl
  expiry expires expiration expired age lifetime valid validity invalid exists present set enabled disabled required
  reset changed updated created rotated rotation issued method mode manager store service source issuer audience scope
  scopes index idx column label title prefix class factory handler helper consent banner preferences preference domain
  attempts attempt failures retries error errors message messages reason check checks validation validator usage cost
  price rate window symbol contract decimals supply ring exchange agreement spec ops vault ref reference rules rule
  regex pattern generator encoder decoder parser filter interceptor middleware module provider tester test tests
  expression template templates schema schemas request requests response responses event events topic queue job task
  encryption hasher hashers hashing encoding scheme
  info metadata tokenizer tokenization requirement requirements complexity history days hours minutes seconds ms sec
`);

/** After the name: still the secret itself (`tokenValue`, `passwordConfirmation`, `api_key_prod`). */
export const neutralSuffixes: ReadonlySet<string> = words(`
  value values val string str text txt plain plaintext raw hash hashed digest encrypted enc base b hex pem der data
  confirmation confirm confirmed again repeat retype verify old new current previous prev original temp temporary default
  prod production dev development staging stage live sandbox primary secondary backup fallback read write readonly admin
  root user db database env var variable input field body query cookie secret secrets key keys a b c one two first second
  header param parameter
`);

/** Before the name: no secret at all (`nextToken`, `hasPassword`, `publicKey`). */
export const benignPrefixes: ReadonlySet<string> = words(`
  next page continuation continue cursor sync change request idempotency idempotent cancellation cancel design max min
  total prompt completion input output cached reasoning thinking num number count avg average per public no without
  missing invalid unexpected forgot create finish fetch rotate validate decode encode parse revoke err special limit remaining
  ratelimit needs need requires require should allow allowed show hide use uses skip supports generate
`);

/** Before a bare `key`: a key into data rather than a credential (`partitionKey`, `cacheKey`, `S3Key`). */
export const benignKeyPrefixes: ReadonlySet<string> = words(`
  partition primary foreign sort cache object row range routing index translation i locale message group dedup
  deduplication lock map json sheet shard composite natural surrogate candidate bucket file s event etag topic kafka
  record metric config feature flag setting menu hot arrow press lookup registry node parent child unique hash
  resource asset image meta metadata storage job task queue stream tenant entity property attr attribute
  document doc item entry field column table sequence rate cluster region zone
`);

/** Sensitive at the end of any run-together word: `authtoken`, `dbpassword`, `clientsecret`. */
export const stems: readonly string[] = [
  'password',
  'passphrase',
  'secret',
  'token',
  'apikey',
  'accesskey',
  'secretkey',
  'privatekey',
  'authkey',
];

/** Names that are words of ordinary text, too: looked at only where a sign follows. */
export const ordinaryWords: ReadonlySet<string> = words(`
  mobile phone key private identity remember sensitive encrypt crypt session nonce ticket verifier auth cred
  assertion signature bearer itin salt sess iban nino
`);

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
