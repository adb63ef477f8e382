import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowHosts, checkHosts, targetOf } from '../../src/context/hosts.ts';

const allows = (hosts: readonly string[], url: string): boolean => {
  const target = targetOf(url);
  return target !== undefined && allowHosts(hosts)(target);
};

describe('a list of hosts', () => {
  it.each([
    [
      'api.example.com',
      ['https://api.example.com/', 'http://API.example.com:8080/', 'https://api.example.com./'],
      ['https://example.com/', 'https://xapi.example.com/', 'https://api.example.com.evil.org/'],
    ],
    [
      '*.example.com',
      ['https://a.example.com/', 'https://a.b.example.com/'],
      ['https://example.com/', 'https://badexample.com/', 'https://a.example.com.evil.org/'],
    ],
    [
      'orders:8080',
      ['http://orders:8080/'],
      ['http://orders/', 'http://orders:80801/', 'http://orders.evil.org:8080/'],
    ],
    ['api.example.com:443', ['https://api.example.com/'], ['http://api.example.com/']],
    ['127.0.0.1', ['http://127.0.0.1:9/', 'http://2130706433/'], ['http://127.0.0.2/', 'http://127.0.0.1.evil.org/']],
    ['::1', ['http://[::1]:9/'], ['http://[::2]/']],
    ['[::1]:9', ['http://[::1]:9/'], ['http://[::1]:8/']],
    ['*', ['https://example.com/', 'http://10.0.0.1/'], []],
  ])('with %s', (host, allowed, refused) => {
    expect(checkHosts([host])).toEqual([]);
    expect(allowed.filter((url) => !allows([host], url))).toEqual([]);
    expect(refused.filter((url) => allows([host], url))).toEqual([]);
  });

  it('with private: names and addresses that are not public', () => {
    const inside = [
      'orders',
      'localhost',
      'a.localhost',
      'db.internal',
      'printer.local',
      'x.svc.cluster.local',
      'nas.home.arpa',
    ];
    const addresses = [
      '10.1.2.3',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '127.9.9.9',
      '169.254.169.254',
      '100.64.0.1',
      '[::1]',
      '[fd00::1]',
      '[fe80::1]',
      '[::ffff:10.0.0.1]',
    ];
    const outside = [
      'example.com',
      'internal.example.com',
      'local.evil.org',
      'notlocal',
      'xinternal.com',
      '8.8.8.8',
      '172.32.0.1',
      '11.0.0.1',
      '[2001:4860:4860::8888]',
      '[::ffff:8.8.8.8]',
    ];
    const isAllowed = (host: string): boolean => allows(['private'], `http://${host}/`);
    expect([...inside, ...addresses].filter((host) => !isAllowed(host))).toEqual([]);
    // A name without a dot is private, whatever it is.
    expect(outside.filter(isAllowed)).toEqual(['notlocal']);
  });

  it.each([
    '',
    'https://example.com',
    'example.com/',
    'a b',
    'exa*mple.com',
    '*.',
    'a@b',
    'a:port',
    'a:123456',
    '-',
    '.com',
  ])('refuses %j', (host) => {
    expect(checkHosts([host])).toHaveLength(1);
  });

  it('allows nothing that is not named, for any host', () => {
    fc.assert(
      fc.property(fc.domain(), fc.domain(), (listed, asked) => {
        const [name, other] = [listed.toLowerCase(), asked.toLowerCase()];
        expect(allows([listed], `https://${asked}/`)).toBe(name === other);
        const isBelow = other === name || other.endsWith(`.${name}`);
        expect(allows([`*.${listed}`], `https://x.${listed}.${asked}/`)).toBe(isBelow);
      }),
    );
  });
});
