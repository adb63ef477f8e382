import { passesBase58Check, passesBech32 } from '../checks/base58.ts';
import type { ValueRule } from '../rule.ts';
import { seen } from './code.ts';

/** Addresses of wallets: whoever knows one sees every payment to and from it. */
export const cryptoRules = (): readonly ValueRule[] => [
  wallet('bitcoin-address', 'Bitcoin or Litecoin address', {
    anchors: [],
    pattern: /(?<![A-Za-z0-9])[13LM][1-9A-HJ-NP-Za-km-z]{25,34}(?![A-Za-z0-9])/y,
    validate: passesBase58Check,
    source: 'https://developer.bitcoin.org/reference/transactions.html#address-conversion',
  }),
  wallet('bech32-address', 'Bitcoin, Litecoin or Cardano address in Bech32', {
    anchors: ['bc1', 'tb1', 'ltc1', 'addr1', 'cosmos1', 'BC1'],
    pattern: /(?:bc|tb|ltc|addr|cosmos|BC)1[A-Za-z0-9]{20,110}(?![A-Za-z0-9])/y,
    validate: passesBech32,
    source: 'https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki',
  }),
  wallet('ethereum-address', 'Ethereum address', {
    anchors: [],
    pattern: /(?<![A-Za-z0-9])0x[0-9a-fA-F]{40}(?![A-Za-z0-9])/y,
    // An empty or a burning address belongs to nobody.
    validate: (text) => !/^0x0{30}/.test(text),
    source: 'https://eips.ethereum.org/EIPS/eip-55',
  }),
  wallet('tron-address', 'Tron or Dogecoin address', {
    anchors: [],
    pattern: /(?<![A-Za-z0-9])[TD][1-9A-HJ-NP-Za-km-z]{33}(?![A-Za-z0-9])/y,
    validate: passesBase58Check,
    source: 'https://developers.tron.network/docs/account',
  }),
];

function wallet(
  id: string,
  title: string,
  { source, ...rest }: Pick<ValueRule, 'anchors' | 'pattern' | 'validate'> & { readonly source: string },
): ValueRule {
  return {
    kind: 'value',
    id,
    title,
    why: 'It shows every payment of whoever owns the wallet.',
    pack: 'pii.crypto',
    severity: 'medium',
    confidence: 'high',
    ...rest,
    references: [{ url: source, seen }],
  };
}
