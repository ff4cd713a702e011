import { lookup as resolveName, type LookupAddress } from 'node:dns';
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
  /** Throws on a closed address in figures: the machine does not look such a name up. */
  vetLiteral(hostname: string): void;
}

export type Resolve = (hostname: string, callback: (error: Error | null, addresses: readonly LookupAddress[]) => void) => void;

const resolveAll: Resolve = (hostname, callback) => resolveName(hostname, { all: true, verbatim: true }, callback);

/** `allowLoopback` is for the demo, whose portal lives on this machine. */
export function createEgressPolicy(options: { readonly allowLoopback: boolean; readonly resolve?: Resolve }): EgressPolicy {
  const { resolve = resolveAll } = options;
  return {
    check: (endpoint) => checkEndpoint(endpoint, options.allowLoopback),
    lookup: (hostname, lookupOptions, callback) =>
      resolve(hostname, (error, found) =>
        answerVetted(hostname, { error, found, allowLoopback: options.allowLoopback, all: asksForAll(lookupOptions) }, callback),
      ),
    vetLiteral: (hostname) => {
      const address = toBareHost(hostname);
      if (isIP(address) !== 0 && !isAcceptable(address, options.allowLoopback)) throw new Error(`the address ${address} is closed`);
    },
  };
}

function checkEndpoint(endpoint: string, allowLoopback: boolean): EndpointVerdict {
  if (!URL.canParse(endpoint)) return { kind: 'refused', reason: 'not an address' };
  const url = new URL(endpoint);
  if (url.username !== '' || url.password !== '') return { kind: 'refused', reason: 'credentials in the address' };
  const host = toBareHost(url.hostname);
  if (allowLoopback && isLoopbackName(host)) return { kind: 'allowed', endpoint: url };
  if (url.protocol !== 'https:') return { kind: 'refused', reason: 'not https' };
  if (url.port !== '') return { kind: 'refused', reason: 'a port of its own' };
  if (isIP(host) !== 0) return { kind: 'refused', reason: 'an address instead of a name' };
  if (!isPublicName(host)) return { kind: 'refused', reason: 'not a public name' };
  // A method is appended to the address, so it must end where its path ends.
  if (/[?#]/.test(url.href)) return { kind: 'refused', reason: 'more than a path' };
  return { kind: 'allowed', endpoint: url };
}

const toBareHost = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

/** Names that resolve only inside a network, or only with the help of its search list. */
const innerZones =
  /(^|\.)(localhost|localdomain|local|internal|intranet|private|corp|home|lan|svc|test|example|invalid|onion|alt|home\.arpa|in-addr\.arpa|ip6\.arpa)$/;

/** A dot at the end would be another name for the same host, past every comparison. */
const isPublicName = (host: string): boolean => /^([a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{1,62}$/.test(host) && !innerZones.test(host);

const isLoopbackName = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

function asksForAll(options: object): boolean {
  return 'all' in options && options.all === true;
}

interface Resolved {
  readonly error: Error | null;
  readonly found: readonly LookupAddress[];
  readonly allowLoopback: boolean;
  readonly all: boolean;
}

/** One closed address among open ones is enough: which of them is taken is not ours to choose. */
function answerVetted(hostname: string, { error, found, allowLoopback, all }: Resolved, callback: Parameters<Lookup>[2]): void {
  const first = error ? undefined : found[0];
  if (!first) return callback(error ?? new Error(`no address of ${hostname}`), '');
  const bad = found.find(({ address }) => !isAcceptable(address, allowLoopback));
  if (bad) return callback(new Error(`${hostname} leads to the closed address ${bad.address}`), '');
  if (all) return callback(null, found as unknown as string[]);
  return callback(null, first.address, first.family);
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

// Two lists, because a list judges IPv4 by its IPv6 rules as well.
const closedV4 = new BlockList();
const closedV6 = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  closedV4.addSubnet(net, bits, 'ipv4');
}
// Only 2000::/3 is public, and of it not the ways to carry IPv4 inside (Teredo, 6to4) nor what is for documents.
for (const [net, bits] of [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  closedV6.addSubnet(net, bits, 'ipv6');
}

/** IPv4 inside IPv6 is judged as the IPv4 it is. */
function isAcceptable(address: string, allowLoopback: boolean): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
  if (allowLoopback && loopback.check(plain, family)) return true;
  return isIP(plain) !== 0 && !(family === 'ipv6' ? closedV6 : closedV4).check(plain, family);
}
