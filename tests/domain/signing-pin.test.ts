import { describe, expect, it } from 'vitest';
import { isWeakPin, levelOfPin, lockMs, triesLeft } from '#domain/signing-pin.ts';

describe('the lock of a PIN', () => {
  it('comes with the fifth wrong try and doubles up to a day', () => {
    expect([1, 4].map(lockMs)).toEqual([0, 0]);
    expect([5, 6, 7].map((tries) => lockMs(tries) / 60_000)).toEqual([15, 30, 60]);
    expect(lockMs(40)).toBe(86_400_000);
    expect([0, 4, 5, 9].map(triesLeft)).toEqual([5, 1, 0, 0]);
  });
});

describe('a PIN', () => {
  it('is weak when it is what people try first', () => {
    for (const pin of ['000000', '111111', '123456', '654321', '252525', '407407']) expect([pin, isWeakPin(pin)]).toEqual([pin, true]);
    for (const pin of ['702418', '135790', '112233']) expect([pin, isWeakPin(pin)]).toEqual([pin, false]);
  });

  it('makes a signature surer only after a day, and after three when an earlier one was reset', () => {
    const setAt = new Date('2026-11-16T08:00:00.000Z');
    const at = (moment: string, resetAt: Date | null) => levelOfPin({ setAt, resetAt }, new Date(moment));
    expect([at('2026-11-17T07:59:59.999Z', null), at('2026-11-17T08:00:00.000Z', null)]).toEqual(['L1', 'L2']);
    expect([at('2026-11-19T07:59:59.999Z', setAt), at('2026-11-19T08:00:00.000Z', setAt)]).toEqual(['L1', 'L2']);
  });
});
