import { describe, expect, it } from 'vitest';
import { nestPeriods } from '#domain/planning/nested-periods.ts';
import { parsePlanPeriod } from '#domain/planning/plan-period.ts';
import { subPeriods } from '#domain/planning/sub-periods.ts';

const nest = (...keys: string[]) => nestPeriods(keys.map((key) => parsePlanPeriod(key)!));

describe('periods of a grid', () => {
  it('make up the wider one they fill', () => {
    const nested = nest('2027', '2027-H1', '2027-H2', '2027-Q1', '2027-02', '2027-01', '2027-03');
    expect(nested.partsOf('2027-Q1')).toEqual(['2027-01', '2027-02', '2027-03']);
    expect(nested.partsOf('2027')).toEqual(['2027-H1', '2027-H2']);
    expect(nested.keys.indexOf('2027-03')).toBeLessThan(nested.keys.indexOf('2027-Q1'));
  });

  it('do not make up one they leave gaps in', () => {
    const nested = nest('2027-Q1', '2027-01', '2027-03', '2027-H1');
    expect(nested.partsOf('2027-Q1')).toEqual([]);
    expect(nested.partsOf('2027-H1')).toEqual([]);
    expect(nested.pathUp('2027-01')).toEqual(['2027-01']);
  });

  it('do not make up one they overlap in', () => {
    expect(
      nest('2026-12-01--2026-12-20', '2026-12-11--2026-12-20', '2026-12-01--2026-12-10', '2026-12-05--2026-12-14').partsOf(
        '2026-12-01--2026-12-20',
      ),
    ).toEqual([]);
  });

  it('hold the cut weeks of a month', () => {
    const month = parsePlanPeriod('2026-12')!;
    const weeks = subPeriods(month, 'week');
    const nested = nestPeriods([month, ...weeks]);
    expect(nested.partsOf('2026-12')).toEqual(weeks.map(({ key }) => key));
    expect(nested.pathUp('2026-W50')).toEqual(['2026-W50', '2026-12']);
  });
});
