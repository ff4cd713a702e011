import { describe, expect, it } from 'vitest';
import { findHeavyDeal, listRisks, type DealHealth } from '#domain/forecast/deal-risks.ts';

const today = '2026-11-16';
const healthy: DealHealth = { closeDay: '2026-11-27', stageDays: 4, usualDays: 4, pushes: 0, silentDays: 2, hasNextStep: true };
const risksOf = (change: Partial<DealHealth>): string[] => listRisks({ ...healthy, ...change }, today);

describe('the risks of a deal', () => {
  it('are none of a healthy one', () => {
    expect(risksOf({})).toEqual([]);
  });

  it('each begin right behind their limit', () => {
    expect([risksOf({ closeDay: today }), risksOf({ closeDay: '2026-11-15' })]).toEqual([[], ['past-date']]);
    expect([risksOf({ pushes: 1 }), risksOf({ pushes: 2 })]).toEqual([[], ['pushed']]);
    expect([risksOf({ stageDays: 8 }), risksOf({ stageDays: 9 })]).toEqual([[], ['stalled']]);
    expect([risksOf({ silentDays: 13 }), risksOf({ silentDays: 14 }), risksOf({ silentDays: null })]).toEqual([[], ['silent'], ['silent']]);
    expect(risksOf({ hasNextStep: false })).toEqual(['no-next-step']);
  });

  it('say nothing of a stage that too few won deals have passed, nor of a deal without a date', () => {
    expect(risksOf({ stageDays: 900, usualDays: null })).toEqual([]);
    expect(risksOf({ closeDay: null })).toEqual([]);
  });
});

describe('a forecast on one deal', () => {
  it('is told from more than two fifths on', () => {
    const deals = [{ weighted: 40n }, { weighted: 10n }];
    expect(findHeavyDeal(deals, 100n)).toBeUndefined();
    expect(findHeavyDeal(deals, 99n)).toBe(deals[0]);
    expect(findHeavyDeal([], 100n)).toBeUndefined();
    expect(findHeavyDeal(deals, 0n)).toBeUndefined();
  });
});
