import { BlockList, isIP } from 'node:net';
import { describe, type Problem } from '../errors/index.ts';

/** Where a request goes: the host without brackets, in lower case; the port where it is known. */
export interface Target {
  readonly host: string;
  readonly port: string | undefined;
}

/** Whether ids may go to a target. */
export type AllowsHost = (target: Target) => boolean;

/** Parses a target's URL, such as `http://orders:8080`; `undefined` for what is none. */
export function targetOf(url: string): Target | undefined {
  try {
    const { hostname, port, protocol } = new URL(url);
    return { host: withoutBrackets(hostname), port: port === '' ? defaultPorts.get(protocol) : port };
  } catch {
    return undefined;
  }
}

const defaultPorts: ReadonlyMap<string, string> = new Map([
  ['http:', '80'],
  ['https:', '443'],
]);

/** A host as `net` and `http` know it: brackets of IPv6 and the root's dot gone. */
export function withoutBrackets(host: string): string {
  return host.toLowerCase().replace(/^\[|\]$|\.$/g, '');
}

// `*`, `private`, `host`, `*.domain`, an address; each but the first two with or without a port.
const pattern = /^(\*\.)?([a-z0-9_]([a-z0-9_.-]{0,252}[a-z0-9_])?|\[[0-9a-f:.]{2,45}\])(:\d{1,5})?$/;

/** Everything wrong with the members of a list of hosts. */
export function checkHosts(hosts: readonly unknown[]): Problem[] {
  return hosts.flatMap((host, index) => {
    const isRight = typeof host === 'string' && (host === '*' || isIP(host) !== 0 || pattern.test(host.toLowerCase()));
    if (isRight) return [];
    const wanted =
      "a host ('api.example.com', 'orders:8080', '*.example.com'), 'private' or '*', without scheme and path";
    return [{ option: `hosts[${index}]`, message: `must be ${wanted}, got ${describe(host)}` }];
  });
}

/** Compiles a checked list. */
export function allowHosts(hosts: readonly string[]): AllowsHost {
  const rules = hosts.map((host) => compile(host.toLowerCase()));
  return (target) => rules.some((allows) => allows(target));
}

function compile(host: string): AllowsHost {
  if (host === '*') return () => true;
  if (host === 'private') return ({ host: name }) => isPrivate(name);
  const port = isIP(host) === 0 ? /:(\d+)$/.exec(host)?.[1] : undefined;
  const name = port === undefined ? host : host.slice(0, -1 - port.length);
  const isRightPort = (target: Target): boolean => port === undefined || target.port === port;
  if (name.startsWith('*.')) return (target) => target.host.endsWith(name.slice(1)) && isRightPort(target);
  const exact = withoutBrackets(name);
  return (target) => target.host === exact && isRightPort(target);
}

/**
 * Names that no public server has, and addresses that are not routed: names without a dot (a container's, a service's
 * of Kubernetes), and the domains kept for private use: RFC 6761 (localhost), RFC 6762 (local), RFC 8375 (home.arpa),
 * ICANN resolution of 29 July 2024 (internal).
 */
function isPrivate(host: string): boolean {
  const family = isIP(host);
  if (family !== 0) return addresses.check(host, family === 4 ? 'ipv4' : 'ipv6');
  return !host.includes('.') || privateDomains.some((domain) => host.endsWith(domain));
}

const privateDomains = ['.localhost', '.local', '.internal', '.home.arpa'];

// RFC 1918, RFC 1122 (loopback), RFC 3927 (link-local), RFC 6598 (shared), RFC 4291 and RFC 4193 for IPv6.
const addresses = new BlockList();
for (const [net, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const) {
  addresses.addSubnet(net, prefix, 'ipv4');
}
addresses.addAddress('::1', 'ipv6');
addresses.addSubnet('fc00::', 7, 'ipv6');
addresses.addSubnet('fe80::', 10, 'ipv6');
