import type { KeyRule, ReaderName, ReaderRule, Reference, Severity } from './rule.ts';

const gdpr: Reference = { url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj', seen: '2026-11-20' };
const rfc5321: Reference = { url: 'https://www.rfc-editor.org/rfc/rfc5321', seen: '2026-11-20' };
const e164: Reference = { url: 'https://www.itu.int/rec/T-REC-E.164', seen: '2026-11-20' };
const iso13616: Reference = { url: 'https://www.iso.org/standard/81090.html', seen: '2026-11-20' };
const ssa: Reference = { url: 'https://www.ssa.gov/employer/randomization.html', seen: '2026-11-20' };
const WHY = 'It identifies a person; who keeps it in logs must protect, find and delete it there.';

/** How to reach a person, and the numbers states and banks know them by. */
export const contactRules: readonly (KeyRule | ReaderRule)[] = [
  reader('email', 'E-mail address', 'medium', { reader: 'email', references: [rfc5321, gdpr] }),
  reader('phone', 'Telephone number', 'medium', { reader: 'phone', references: [e164, gdpr] }),
  reader('us-ssn', 'US social security number', 'high', { reader: 'ssn', references: [ssa] }),
  reader('iban', 'IBAN', 'high', { reader: 'iban', references: [iso13616] }),
  key('phone-key', 'Telephone number under a name', 'digits', [
    'phone',
    'phone number',
    'mobile',
    'mobile number',
    'msisdn',
    'cell phone',
    'cellphone',
    'telephone',
    'tel',
    'fax',
    'fax number',
    'contact number',
  ]),
  key('us-ssn-key', 'Social security number under a name', 'digits', [
    'ssn',
    'social security number',
    'social security',
    'itin',
    'us ssn',
  ]),
  key('bank-account', 'Bank account under a name', 'secretish', [
    'iban',
    'routing number',
    'sort code',
    'aba number',
    'bank account',
    'bank account number',
    'bic iban',
  ]),
  key('national-id', 'National or tax number under a name', 'secretish', [
    'national id',
    'national insurance number',
    'nino',
    'tax id',
    'tax number',
    'vat id',
    'passport',
    'passport number',
    'passport no',
    'driver license',
    'drivers license',
    'driving licence',
    'driver licence',
    'driver license number',
    'medicare number',
    'nhs number',
    'social insurance number',
    'identity card number',
  ]),
];

function reader(
  id: string,
  title: string,
  severity: Severity,
  more: { reader: ReaderName; references: readonly Reference[] },
): ReaderRule {
  return { kind: 'reader', id, title, why: WHY, pack: 'contact', severity, confidence: 'high', ...more };
}

function key(id: string, title: string, form: NonNullable<KeyRule['form']>, names: readonly string[]): KeyRule {
  return {
    kind: 'key',
    id,
    title,
    why: WHY,
    pack: 'contact',
    severity: 'high',
    confidence: 'high',
    form,
    names,
    references: [gdpr],
  };
}
