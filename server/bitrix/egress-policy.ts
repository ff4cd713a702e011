import { lookup as resolve } from 'node:dns';
import { BlockList, isIP } from 'node:net';

export type EndpointVerdict = { readonly kind: 'allowed'; readonly endpoint: URL } | { readonly kind: 'refused'; readonly reason: string };

export type Lookup = (
  hostname: string,
  options: object,
  callback: (error: Error | null, address: string | string[], family?: number) => void,
) => void;

export interface EgressPolicy {
  /** Whether an address that somebody else named may be contacted with our credentials. */
  check(endpoint: string): EndpointVerdict;
  /** Name resolution of every outbound connection; the connection goes to the address it has vetted. */
  readonly lookup: Lookup;
}

/** `allowLoopback` is for the demo, whose portal lives on this machine. */
export function createEgressPolicy(options: { readonly allowLoopback: boolean }): EgressPolicy {
  return {
    check: (endpoint) => checkEndpoint(endpoint, options.allowLoopback),
    lookup: (hostname, lookupOptions, callback) =>
      vettedLookup(hostname, { allowLoopback: options.allowLoopback, all: asksForAll(lookupOptions) }, callback),
  };
}

function checkEndpoint(endpoint: string, allowLoopback: boolean): EndpointVerdict {
  if (!URL.canParse(endpoint)) return { kind: 'refused', reason: 'not an address' };
  const url = new URL(endpoint);
  if (url.username !== '' || url.password !== '') return { kind: 'refused', reason: 'credentials in the address' };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (allowLoopback && isLoopbackName(host)) return { kind: 'allowed', endpoint: url };
  if (url.protocol !== 'https:') return { kind: 'refused', reason: 'not https' };
  if (url.port !== '') return { kind: 'refused', reason: 'a port of its own' };
  if (isIP(host) !== 0) return { kind: 'refused', reason: 'an address instead of a name' };
  if (!host.includes('.') || /\.(localhost|local|internal|test|example|invalid)$/.test(host))
    return { kind: 'refused', reason: 'not a public name' };
  return { kind: 'allowed', endpoint: url };
}

const isLoopbackName = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

function asksForAll(options: object): boolean {
  return 'all' in options && options.all === true;
}

function vettedLookup(hostname: string, options: { allowLoopback: boolean; all: boolean }, callback: Parameters<Lookup>[2]): void {
  resolve(hostname, { all: true, verbatim: true }, (error, found) => {
    const first = found?.[0];
    if (error || !first) return callback(error ?? new Error(`no address of ${hostname}`), '');
    const bad = found.find(({ address }) => !isAcceptable(address, options.allowLoopback));
    if (bad) return callback(new Error(`${hostname} leads to the closed address ${bad.address}`), '');
    if (options.all) return callback(null, found as unknown as string[]);
    return callback(null, first.address, first.family);
  });
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const closed = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  closed.addSubnet(net, bits, 'ipv4');
}
for (const [net, bits] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  closed.addSubnet(net, bits, 'ipv6');
}

/** IPv4 inside IPv6 is judged as the IPv4 it is. */
function isAcceptable(address: string, allowLoopback: boolean): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
  if (allowLoopback && loopback.check(plain, family)) return true;
  return isIP(plain) !== 0 && !closed.check(plain, family);
}
