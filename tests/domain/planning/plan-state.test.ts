import { describe, expect, it } from 'vitest';
import { parsePlanPeriod } from '#domain/planning/plan-period.ts';
import { canBecome, listPlansToClose, planPhase, type VersionState } from '#domain/planning/plan-state.ts';

const plan = (key: string, state: VersionState) => ({ key, period: parsePlanPeriod(key)!, state });

describe('a version', () => {
  it('is published once, and then superseded or closed for good', () => {
    const states = ['draft', 'published', 'superseded', 'closed'] as const;
    const allowed = states.flatMap((from) => states.filter((to) => canBecome(from, to)).map((to) => `${from} → ${to}`));
    expect(allowed).toEqual(['draft → published', 'published → superseded', 'published → closed']);
  });
});

describe('a plan whose period has ended', () => {
  it('is not left open: it is to be closed from the next day on', () => {
    expect(['2026-10-31', '2026-11-01', '2026-11-30', '2026-12-01'].map((day) => planPhase(plan('2026-11', 'published'), day))).toEqual([
      'ahead',
      'running',
      'running',
      'to-be-closed',
    ]);
    expect(planPhase(plan('2026-11', 'closed'), '2027-01-01')).toBe('closed');
  });

  it('is found among all plans of any kind of period, whether anything in it has changed or not', () => {
    const plans = [
      plan('2026-10', 'published'),
      plan('2026-10', 'superseded'),
      plan('2026-09', 'closed'),
      plan('2026-10', 'draft'),
      plan('2026-W46', 'published'),
      plan('2026-Q4', 'published'),
      plan('2026-11-01--2026-11-15', 'published'),
    ];
    expect(listPlansToClose(plans, '2026-11-16').map(({ key }) => key)).toEqual(['2026-10', '2026-W46', '2026-11-01--2026-11-15']);
  });
});
