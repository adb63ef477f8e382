import { isIPv6 } from 'node:net';
import type { PackName, Reference, ValueRule } from './rule.ts';

const gdpr: Reference = { url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj', seen: '2026-11-20' };
const rfc6890: Reference = { url: 'https://www.rfc-editor.org/rfc/rfc6890', seen: '2026-11-21' };

/**
 * What may stand before an address: no letter, digit, dot or dash, and no colon, which may be a part of it, unless a name
 * with a letter that no address has goes before that: `{Addr:fe80::1}`, as Go prints it.
 */
const BEGIN = /(?<![\w.-])(?<!(?<![g-z_]\w{0,31}):)/.source;

// Four octets, and a prefix length that goes with them.
const IPV4 =
  /(?<![\w.-])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\/(?:3[0-2]|[12]?\d)(?!\w|\.\d))?(?![\w-]|\.\d)/y;
// Two colons at least, and the zone that RFC 4007 (2005-03) writes behind them; `isIPv6` has the last word (RFC 4291, 2006-02).
const IPV6 = new RegExp(
  BEGIN +
    /(?:[0-9a-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4})?(?:%[a-z0-9][\w.-]{0,15})?(?:\/(?:12[0-8]|1[01]\d|\d?\d)(?!\w))?(?![\w:]|\.\w)/
      .source,
  'iy',
);
const MAC = new RegExp(
  BEGIN +
    /(?:[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})(?![\w:-]|\.\w)/
      .source,
  'iy',
);

/** Addresses of machines that point to people. Off by default: operations depend on them. */
export const networkRules: readonly ValueRule[] = [
  address('network', 'ip-address', 'IPv4 address', IPV4, (text) => !isInternalIpv4(text)),
  address(
    'network',
    'ipv6-address',
    'IPv6 address',
    IPV6,
    (text) => isAddress(text) && isLong(text) && !isInternalIpv6(text),
  ),
  address('network', 'mac-address', 'MAC address', MAC, (text) => !text.includes('.') || /[a-f]/i.test(text)),
];

/** Addresses inside a network: they point to no person, but tell an attacker how it is built. Off by default. */
export const internalNetworkRules: readonly ValueRule[] = [
  address('network.internal', 'internal-ip-address', 'Private or loopback IPv4 address', IPV4, isInternalIpv4),
  address(
    'network.internal',
    'internal-ipv6-address',
    'Private or loopback IPv6 address',
    IPV6,
    (text) => isAddress(text) && isInternalIpv6(text),
  ),
];

function address(
  pack: PackName,
  id: string,
  title: string,
  pattern: RegExp,
  validate: (text: string) => boolean,
): ValueRule {
  const isInternal = pack === 'network.internal';
  return {
    kind: 'value',
    id,
    title,
    why: isInternal
      ? 'It shows how the network inside is built.'
      : 'It identifies a person, alone or with what stands next to it.',
    pack,
    severity: isInternal ? 'info' : 'low',
    confidence: 'medium',
    anchors: [],
    pattern,
    validate,
    references: isInternal ? [rfc6890] : [gdpr],
  };
}

/** Loopback, private, link-local and unspecified addresses point to no person (RFC 6890, 2013-04). */
function isInternalIpv4(text: string): boolean {
  return /^(?:0|10|127)\.|^169\.254\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\./.test(text);
}

function isAddress(text: string): boolean {
  // `::` alone separates words in logs.
  return text.length > 2 && isIPv6(text.replace(/\/\d+$/, ''));
}

/** Times (`12:40:01`) and ratios are no addresses: eight groups, or `::` and a hexadecimal group. */
function isLong(text: string): boolean {
  return !text.includes('::') || /[0-9a-f]{3}|\./i.test(text);
}

/** `::1`, unique local `fc00::/7`, link-local `fe80::/10`, and internal IPv4 addresses written as IPv6. */
function isInternalIpv6(text: string): boolean {
  const plain = text.replace(/[%/].*$/, '');
  if (/^(?:::1|::|f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*)$/i.test(plain)) return true;
  const mapped = /:(\d{1,3}(?:\.\d{1,3}){3})$/.exec(plain)?.[1];
  return mapped !== undefined && isInternalIpv4(mapped);
}
