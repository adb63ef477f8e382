import type { KeyRule, Reference, ValueForm } from './rule.ts';

const gdpr: Reference = { url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj', seen: '2026-11-20' };
const why = 'It identifies a person, alone or with what stands next to it.';

/** Names, addresses and dates of birth, under a name. Off by default: many services must log them. */
export const personRules: readonly KeyRule[] = [
  key('person-name', 'Name of a person', 'person', [
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
  key('birth-date', 'Date of birth', 'any', [
    'dob',
    'date of birth',
    'birth date',
    'birthdate',
    'birthday',
    'birth day',
  ]),
  key('street-address', 'Postal address', 'any', [
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
  key('geo-position', 'Position of a person', 'any', [
    'latitude',
    'longitude',
    'lat lon',
    'lat lng',
    'geo location',
    'geolocation',
  ]),
];

function key(id: string, title: string, form: ValueForm, names: readonly string[]): KeyRule {
  return {
    kind: 'key',
    id,
    title,
    why,
    pack: 'person',
    severity: 'medium',
    confidence: 'medium',
    form,
    names,
    references: [gdpr],
  };
}
