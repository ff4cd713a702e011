import { describe, expect, it } from 'vitest';
import { toSender } from '#http/limits/client-address.ts';
import { createTokenBuckets } from '#http/limits/token-buckets.ts';

const time = { nowMs: 0 };
const clock = (): Date => new Date(time.nowMs);

describe('a bucket of tokens', () => {
  it('lets a burst through, tells how long to wait, and refills evenly', () => {
    const buckets = createTokenBuckets({ perSecond: 2, burst: 3 }, clock);
    expect([1, 2, 3, 4].map(() => buckets.take('anna'))).toEqual([0, 0, 0, 500]);
    expect(buckets.take('igor')).toBe(0);
    time.nowMs += 500;
    expect([buckets.take('anna'), buckets.take('anna')]).toEqual([0, 500]);
    time.nowMs += 3_600_000;
    expect([1, 2, 3, 4].map(() => buckets.take('anna'))).toEqual([0, 0, 0, 500]);
  });

  it('gives nothing away when the clock goes back', () => {
    const buckets = createTokenBuckets({ perSecond: 1, burst: 1 }, clock);
    expect(buckets.take('anna')).toBe(0);
    time.nowMs -= 60_000;
    expect(buckets.take('anna')).toBe(1000);
  });

  it('takes bounded memory, however many senders there are', () => {
    const buckets = createTokenBuckets({ perSecond: 1, burst: 1 }, clock);
    for (let sender = 0; sender < 50_000; sender += 1) buckets.take(String(sender));
    expect(buckets.size).toBeLessThanOrEqual(10_000);
    expect(buckets.take('49999')).toBeGreaterThan(0);
  });
});

describe('a sender', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('at %s counts as %s', (address, sender) => {
    expect(toSender(address)).toBe(sender);
  });

  it('that has no address any more is one for all of them', () => {
    expect(toSender(undefined)).toBe('unknown');
  });
});
