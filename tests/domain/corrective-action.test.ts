import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOverdue, judgeEffectiveness } from '#domain/corrective-action.ts';

describe('whether an action helped', () => {
  it('is told by where the number is on the day of the check', () => {
    expect(judgeEffectiveness(0.6, 1)).toBe('helped');
    expect(judgeEffectiveness(0.6, 1.3)).toBe('helped');
    expect(judgeEffectiveness(null, 1)).toBe('helped');
  });

  it('counts half of the way as help and less as none', () => {
    expect(judgeEffectiveness(0.6, 0.8)).toBe('helped');
    expect(judgeEffectiveness(0.6, 0.79)).toBe('not-helped');
    expect(judgeEffectiveness(0.6, 0.3)).toBe('not-helped');
  });

  it('stays open where one of the two numbers is missing', () => {
    expect(judgeEffectiveness(0.6, null)).toBe('unclear');
    expect(judgeEffectiveness(null, 0.9)).toBe('unclear');
  });

  it('never turns from help to none while the number grows', () => {
    const level = fc.double({ min: 0, max: 2, noNaN: true });
    fc.assert(
      fc.property(level, level, level, (before, one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        if (judgeEffectiveness(before, low) === 'helped') expect(judgeEffectiveness(before, high)).toBe('helped');
      }),
    );
  });
});

describe('an action', () => {
  it('is overdue from the day after its deadline, while it is open', () => {
    const action = { state: 'open', deadline: '2026-11-16' } as const;
    expect(isOverdue(action, '2026-11-16')).toBe(false);
    expect(isOverdue(action, '2026-11-17')).toBe(true);
    expect(isOverdue({ ...action, state: 'done' }, '2026-11-17')).toBe(false);
    expect(isOverdue({ state: 'open', deadline: null }, '2026-11-17')).toBe(false);
  });
});
