import * as fake from '../support/fake-values.ts';

/** A value no rule knows by its form: only its place can tell that it is a secret. */
export const opaque: string = ['zkq', 'Fake', 'Reset', '41fTq'].join('');
const bodySecret: string = ['tr0ub4dor', 'Fake', 'body'].join('-');
const errorSecret: string = ['s3rver', 'side', 'Fake', 'pass'].join('-');
const causeSecret: string = ['c4use', 'Fake', 'token', '77aa'].join('-');

/** Every header that carries a credential, in spellings that clients use. */
export const secretHeaders: Readonly<Record<string, string>> = {
  Authorization: `Bearer ${fake.opaque}Auth`,
  'PROXY-AUTHORIZATION': `Basic ${fake.opaque}Proxy`,
  Cookie: `theme=dark; sid=${fake.opaque}Cookie; remember=${fake.opaque}Remember`,
  'X-API-Key': `${fake.opaque}ApiKey`,
  'x-Auth-Token': `${fake.opaque}XAuth`,
  'X-CSRF-Token': `${fake.opaque}Csrf`,
  'X-Amz-Security-Token': `${fake.opaque}Amz`,
  'X-Forwarded-Client-Cert': `By=spiffe;Hash=${fake.opaque}Cert`,
  'X-Vault-Token': `${fake.opaque}Vault`,
  DPoP: fake.jwt,
  'X-Custom-Secret': `${fake.opaque}Custom`,
  Referer: `https://shop.example.com/?session_token=${fake.opaque}Referer`,
};

/** In the query: by name, and by form under a name that says nothing. */
export const secretQuery: string = new URLSearchParams({
  page: '2',
  access_token: `${fake.opaque}Query`,
  password: fake.password,
  contact: fake.email,
  q: fake.githubToken,
}).toString();

export const secretBody: object = { password: bodySecret, card_number: fake.card, note: `mail ${fake.email}`, page: 3 };

/** Everything that must be neither on a line nor in an answer. */
const planted: readonly string[] = [
  ...[
    'Auth',
    'Proxy',
    'Cookie',
    'Remember',
    'ApiKey',
    'XAuth',
    'Csrf',
    'Amz',
    'Cert',
    'Vault',
    'Custom',
    'Referer',
    'Query',
  ].map((end) => fake.opaque + end),
  fake.opaque,
  fake.jwt,
  fake.password,
  fake.email,
  encodeURIComponent(fake.email),
  fake.githubToken,
  fake.card,
  bodySecret,
  opaque,
  errorSecret,
  causeSecret,
];

/** An error as a database layer throws it, with secrets wherever errors hold them. */
export function secretError(): Error {
  const cause = Object.assign(new Error(`connect to postgres://app:${causeSecret}@db.internal/orders failed`), {
    query: `select * from users where email = '${fake.email}'`,
    parameters: [opaque],
  });
  return Object.assign(new Error(`password=${errorSecret} was refused by the vault`, { cause }), {
    constraint: 'users_vault_key',
    config: { headers: { authorization: `Bearer ${fake.opaque}Auth` } },
  });
}

/** Words of the inside that an answer must not show, although they are no secrets. */
export const inside: readonly string[] = [
  'vault',
  'postgres',
  'users_vault_key',
  'select',
  'node_modules',
  '.ts:',
  'db.internal',
];

/** What of a text must not be there. */
export function foundIn(text: string, words: readonly string[] = planted): string[] {
  return words.filter((word) => text.includes(word));
}
