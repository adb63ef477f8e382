import type { KeyRule, ReaderRule, Reference } from './rule.ts';

const pci: Reference = {
  url: 'https://www.pcisecuritystandards.org/document_library/?document=pci_dss',
  seen: '2026-11-20',
};
const pan: Reference = { url: 'https://www.iso.org/standard/70484.html', seen: '2026-11-20' };

/** Cards and what authorises a payment (PCI DSS 4.0.1: 3.3.1, 3.4.1, 3.5.1). */
export const paymentRules: readonly (KeyRule | ReaderRule)[] = [
  {
    kind: 'reader',
    reader: 'card',
    id: 'card-number',
    title: 'Payment card number',
    why: 'It can be charged, and its storage in logs is forbidden.',
    pack: 'payment',
    severity: 'critical',
    confidence: 'high',
    references: [pci, pan],
  },
  key('card-number-key', 'Payment card number under a name', {
    form: 'digits',
    names: [
      'card number',
      'cardnumber',
      'card no',
      'card num',
      'credit card',
      'credit card number',
      'debit card',
      'cc number',
      'cc num',
      'ccn',
      'pan',
      'primary account number',
      'account number',
      'acct number',
      'acct no',
    ],
  }),
  // PCI DSS 3.3.1: never kept after authorisation, not even hashed.
  key('card-verification', 'Card verification value', {
    form: 'cvv',
    names: [
      'cvv',
      'cvc',
      'cvd',
      'csc',
      'cvv 2',
      'cvc 2',
      'card cid',
      'card verification value',
      'card cvv',
      'card cvc',
      'security code',
      'card security code',
      'card code',
    ],
  }),
  key('card-pin', 'PIN', { form: 'pin', names: ['pin', 'pin code', 'card pin', 'pin number', 'atm pin'] }),
  key('card-track', 'Magnetic stripe or PIN block', {
    names: ['track 1', 'track 2', 'track data', 'track 1 data', 'track 2 data', 'pin block', 'magstripe', 'emv data'],
  }),
];

function key(id: string, title: string, extra: Pick<KeyRule, 'names'> & Partial<Pick<KeyRule, 'form'>>): KeyRule {
  const why = 'It authorises payments, and its storage in logs is forbidden.';
  return {
    kind: 'key',
    id,
    title,
    why,
    pack: 'payment',
    severity: 'critical',
    confidence: 'high',
    references: [pci],
    ...extra,
  };
}
