import { isIPv4, isIPv6 } from 'node:net';

/**
 * An address without the part that leads to one person: IPv4 to /24, IPv6 to /48, the lengths that analytics services
 * settled on for data that need no consent. What is no address is left out.
 */
export function maskAddress(address: string): string | undefined {
  // An IPv4 peer of a socket that listens on both families.
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  if (isIPv4(plain)) return `${plain.slice(0, plain.lastIndexOf('.'))}.0`;
  if (!isIPv6(plain)) return undefined;
  const [head = '', tail] = (plain.split('%')[0] ?? '').split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const after = tail === '' ? 0 : tail.split(':').length;
    while (groups.length < 8 - after && groups.length < 3) groups.push('0');
  }
  return `${groups.slice(0, 3).join(':')}::`;
}
