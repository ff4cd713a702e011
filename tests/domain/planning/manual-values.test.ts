import { describe, expect, it } from 'vitest';
import { findWaiting, type DayValue } from '#domain/planning/manual-values.ts';
import type { ManualMetric } from '#domain/planning/metric.ts';

const posMaterials: ManualMetric = {
  id: 'pos',
  name: 'POS-материалы',
  unit: 'count',
  direction: 'more',
  overTime: 'latest',
  source: 'typed',
  enteredBy: 7n,
  oldAfterDays: 14,
};
const at = { today: '2026-11-16', working: new Set([3n, 4n]) };

describe('a metric waits', () => {
  const newest = (userId: bigint, day: string, value: bigint | null = 1n): DayValue => ({ userId, day, value });

  it('for its first number, and for each that has grown old', () => {
    expect(findWaiting(posMaterials, [], at)).toEqual({ kind: 'nothing-entered' });
    expect(findWaiting(posMaterials, [newest(3n, '2026-11-02'), newest(4n, '2026-11-16')], at)).toBeNull();
    expect(findWaiting(posMaterials, [newest(3n, '2026-11-01'), newest(4n, '2026-11-16')], at)).toEqual({ kind: 'old', userIds: [3n] });
  });

  it('neither for people who have left nor for numbers that are not kept', () => {
    expect(findWaiting(posMaterials, [newest(5n, '2026-01-01'), newest(4n, '2026-11-16')], at)).toBeNull();
    expect(findWaiting(posMaterials, [newest(3n, '2026-01-01', null)], at)).toBeNull();
  });
});
