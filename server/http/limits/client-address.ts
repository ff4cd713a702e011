import { isIPv6 } from 'node:net';

/** Who counts as one sender: an IPv4 address, or the network of 64 bits that a connection is given in IPv6. */
export function toSender(address: string | undefined): string {
  const plain = plainAddress(address);
  if (plain === undefined) return 'unknown';
  return isIPv6(plain) ? `${network(plain)}::/64` : plain;
}

/** An IPv4 address that came in by IPv6 is written as what it is. */
export function plainAddress(address: string | undefined): string | undefined {
  return address === undefined ? undefined : (/^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address);
}

function network(address: string): string {
  const [front = '', back] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const before = front === '' ? [] : front.split(':');
  const after = back === undefined || back === '' ? [] : back.split(':');
  const groups =
    back === undefined ? before : [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
