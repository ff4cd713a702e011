import { describe, expect, it } from 'vitest';
import { judgeSubmission, weekOf } from '#domain/forecast/submission.ts';

const mark = { fact: 1n, commit: 2n, best: 3n, pipeline: 4n };

describe('what somebody said of a month', () => {
  it.each([
    ['missing', undefined, mark],
    ['fresh', { day: '2026-11-16', mark }, mark],
    ['moved', { day: '2026-11-16', mark }, { ...mark, best: 2n }],
    ['moved', { day: '2026-11-16', mark }, { ...mark, fact: 3n, commit: 0n }],
    // Said on the Sunday before: of another week, whatever the pipeline.
    ['old', { day: '2026-11-15', mark }, mark],
  ] as const)('is %s', (state, last, now) => {
    expect(judgeSubmission(last, { today: '2026-11-18', mark: now })).toBe(state);
  });

  it('is of the week from Monday to Sunday', () => {
    expect(['2026-11-15', '2026-11-16', '2026-11-22'].map(weekOf)).toEqual(['2026-11-09', '2026-11-16', '2026-11-16']);
  });
});
