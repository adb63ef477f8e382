import type { KeyRule, Reference, ValueRule } from './rule.ts';

const gdpr: Reference = { url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj', seen: '2026-11-20' };
const why = 'It identifies a person, alone or with what stands next to it.';

/** Names, addresses and dates of birth, under a name. Off by default: many services must log them. */
export const personRules: readonly KeyRule[] = [
  key('person-name', 'Name of a person', [
    'first name',
    'last name',
    'full name',
    'given name',
    'family name',
    'surname',
    'middle name',
    'maiden name',
    'firstname',
    'lastname',
    'fullname',
    'customer name',
    'cardholder name',
    'cardholder',
    'patient name',
    'display name',
  ]),
  key('birth-date', 'Date of birth', ['dob', 'date of birth', 'birth date', 'birthdate', 'birthday', 'birth day']),
  key('street-address', 'Postal address', [
    'street',
    'street address',
    'address line 1',
    'address line 2',
    'postal address',
    'home address',
    'billing address',
    'shipping address',
    'mailing address',
    'postcode',
    'postal code',
    'zip code',
    'zipcode',
  ]),
  key('geo-position', 'Position of a person', [
    'latitude',
    'longitude',
    'lat lon',
    'lat lng',
    'geo location',
    'geolocation',
  ]),
];

/** Addresses of machines that point to people. Off by default: operations depend on them. */
export const networkRules: readonly (KeyRule | ValueRule)[] = [
  address(
    'ip-address',
    'IPv4 address',
    /(?<![\w.-])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w-]|\.\d)/y,
    isPublicIp,
  ),
  address(
    'ipv6-address',
    'IPv6 address',
    /(?<![\w:.-])(?=[0-9a-f:.]{0,39}:[0-9a-f:.]{0,39}:)(?:[0-9a-f]{1,4}:){1,7}(?::[0-9a-f]{1,4}){0,6}(?:[0-9a-f]{1,4})?(?![\w:.])/iy,
    isLongIpv6,
  ),
  address('mac-address', 'MAC address', /(?<![\w:-])[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![\w:-])/iy),
];

function address(id: string, title: string, pattern: RegExp, validate?: (text: string) => boolean): ValueRule {
  const rule: ValueRule = {
    kind: 'value',
    id,
    title,
    why,
    pack: 'network',
    severity: 'low',
    confidence: 'medium',
    anchors: [],
    pattern,
    references: [gdpr],
  };
  return validate === undefined ? rule : { ...rule, validate };
}

/** Loopback, private and unspecified addresses point to no person (RFC 6890, 2013-04). */
function isPublicIp(text: string): boolean {
  return !/^(?:0|10|127)\.|^169\.254\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\./.test(text);
}

/** Times (`12:40:01`) and ratios are no addresses: eight groups, or `::` and a hexadecimal group. */
function isLongIpv6(text: string): boolean {
  return text.includes('::') ? /[0-9a-f]{3}/i.test(text) : text.split(':').length === 8;
}

function key(id: string, title: string, names: readonly string[]): KeyRule {
  return {
    kind: 'key',
    id,
    title,
    why,
    pack: 'person',
    severity: 'medium',
    confidence: 'medium',
    names,
    references: [gdpr],
  };
}
