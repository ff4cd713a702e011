import { describe, expect, it } from 'vitest';
import type { Metric } from '#domain/plan.ts';
import { countMonthsInRow, countReviewsInRow } from '#domain/review/recurrence.ts';

const month = (name: string, plan: bigint | null, fact: bigint | null, metric: Metric = 'revenue') => ({ month: name, metric, plan, fact });

describe('the history of a deviation', () => {
  it('counts months in a row with the present one, up to one that was met or had no plan', () => {
    const ended = [month('2026-10', 100n, 89n), month('2026-09', 100n, 50n), month('2026-08', 100n, 90n), month('2026-07', 100n, 0n)];
    expect(countMonthsInRow('2026-11', ended)).toBe(3);
    expect(countMonthsInRow('2026-11', [month('2026-10', null, 0n), ...ended.slice(1)])).toBe(1);
    expect(countMonthsInRow('2026-11', ended.slice(1))).toBe(1);
  });

  it('judges each metric by its own limit and direction, and a month of which nothing is known not at all', () => {
    const of = (metric: Metric, plan: bigint, fact: bigint | null) => countMonthsInRow('2026-11', [month('2026-10', plan, fact, metric)]);
    expect([of('calls', 100n, 79n), of('calls', 100n, 80n), of('new-deals', 100n, 80n)]).toEqual([2, 1, 2]);
    expect([of('receivables', 100n, 109n), of('receivables', 100n, 111n), of('receivables', 0n, 1n)]).toEqual([1, 2, 2]);
    expect(of('quotes-sent', 100n, null)).toBe(1);
  });

  it('counts reviews in a row from the last one back', () => {
    expect(countReviewsInRow([true, true, false, true].map((hadSubject) => ({ hadSubject })))).toBe(2);
    expect(countReviewsInRow([{ hadSubject: false }])).toBe(0);
    expect(countReviewsInRow([{ hadSubject: true }])).toBe(1);
  });
});
