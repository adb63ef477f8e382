import type { KeyRule, Reference, ValueForm, ValueRule } from './rule.ts';

const gdpr: Reference = { url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj', seen: '2026-11-20' };
const why = 'It identifies a person, alone or with what stands next to it.';

/** Names, addresses and dates of birth, under a name. Off by default: many services must log them. */
export const personRules: readonly (KeyRule | ValueRule)[] = [
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
  {
    kind: 'value',
    id: 'birth-date-text',
    title: 'Date of birth in a text',
    why,
    pack: 'person',
    severity: 'medium',
    confidence: 'medium',
    anchors: ['born ', 'dob ', 'dob is ', 'date of birth ', 'birth date ', 'birthdate ', 'birthday '],
    caseless: true,
    pattern:
      /(?:born|dob|birth ?date|birthday|date of birth)(?: is| was| on){0,2} {1,2}(?<secret>[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[./-][0-9]{1,2}[./-](?:[0-9]{4}|[0-9]{2})|(?:[0-9]{1,2}(?:st|nd|rd|th|\.)? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?(?: [0-9]{1,2}(?:st|nd|rd|th)?)?,? [0-9]{4})(?![\w])/iy,
    references: [gdpr],
  },
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
    ...(id === 'geo-position' ? {} : { shape: 'words' as const }),
    names,
    references: [gdpr],
  };
}
