import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listAttention } from '#domain/attention.ts';
import { daysOfPage } from '#domain/day-page.ts';
import { sectionsBehind, sizeOf, valueOf, type DealSection, type MoneyMeasure, type Section } from '#domain/drill-down.ts';
import { weighDeals } from '#domain/forecast/weighted-pipeline.ts';
import { sum } from '#domain/money.ts';
import type { MonthFacts } from '#domain/month-facts.ts';
import { computeHeadline, computeScope, forecastWindow } from '#domain/overview.ts';
import { firstDay } from '#domain/period.ts';
import { peopleInScope } from '#domain/scope.ts';
import { anyFacts, anyKnown, anyScope, emptyNovember, withDeals, type Known } from './generated-facts.ts';

const behind = (facts: MonthFacts, scope: string, measure: MoneyMeasure): bigint => sum(sectionsBehind(facts, scope, measure).map(valueOf));

/** The deals of a section one by one: what the store would list, and what each brings. */
function listDeals({ facts, deals }: Known, scope: string, { selection, by, category }: DealSection): bigint[] {
  const people = peopleInScope(facts.team, scope);
  const isInside = ({ responsibleId }: { responsibleId: bigint }): boolean => people?.has(responsibleId) ?? true;
  if (selection.kind === 'won') {
    const won = deals.won.filter((deal) => isInside(deal) && deal.day >= firstDay(facts.month) && deal.day <= selection.through);
    return won.map((deal) => (by === 'negative-amount' ? -deal.amount : deal.amount));
  }
  const isSelected = (closeDay: string | null): boolean =>
    selection.kind === 'undated' ? closeDay === null : closeDay !== null && closeDay <= selection.through;
  const open = weighDeals(deals.open, forecastWindow(facts)).filter(({ deal }) => isInside(deal) && isSelected(deal.closeDay));
  const chosen = category === undefined ? open : open.filter(({ deal }) => deal.category === category);
  return chosen.map((item) => (by === 'weighted' ? item.weighted : item.deal.amount));
}

const isOfDeals = (section: Section): section is DealSection => section.kind === 'deals';

/** The number as the screen shows it; zero where the screen shows none. */
const shown: Readonly<Record<MoneyMeasure, (facts: MonthFacts, scope: string) => bigint>> = {
  plan: (facts, scope) => computeScope(facts, scope).plan ?? 0n,
  fact: (facts, scope) => computeScope(facts, scope).fact,
  'expected-to-date': (facts, scope) => computeScope(facts, scope).expected ?? 0n,
  deviation: (facts, scope) => computeScope(facts, scope).deviation,
  forecast: (facts, scope) => computeScope(facts, scope).forecast.expected,
  open: (facts, scope) => computeScope(facts, scope).forecast.open,
  weighted: (facts, scope) => computeScope(facts, scope).forecast.weighted,
  'category-commit': (facts, scope) => computeScope(facts, scope).forecast.categories.commit,
  'category-best': (facts, scope) => computeScope(facts, scope).forecast.categories.best,
  'category-pipeline': (facts, scope) => computeScope(facts, scope).forecast.categories.pipeline,
  'category-omitted': (facts, scope) => computeScope(facts, scope).forecast.categories.omitted,
  remaining: (facts, scope) => computeHeadline(facts, computeScope(facts, scope)).remaining ?? -computeScope(facts, scope).fact,
  overdue: (facts, scope) => {
    const item = listAttention(facts, scope, [], { isAbsent: () => false, isDecided: () => false }).find((one) => one.kind === 'overdue');
    return item?.kind === 'overdue' ? item.sum : 0n;
  },
  'calls-norm': (facts, scope) => BigInt(computeScope(facts, scope).calls.norm ?? 0),
};

const measures = Object.keys(shown) as MoneyMeasure[];

describe('the list behind a number', () => {
  it.each(measures)('of %s sums to the number, for any month, scope and plan', (measure) => {
    fc.assert(
      fc.property(anyFacts, anyScope, (facts, scope) => {
        expect(behind(facts, scope, measure)).toBe(shown[measure](facts, scope));
      }),
    );
  });

  it.each(measures)('of %s holds the deals its sections speak of, as many and worth as much', (measure) => {
    fc.assert(
      fc.property(anyKnown, anyScope, (known, scope) => {
        for (const section of sectionsBehind(known.facts, scope, measure).filter(isOfDeals)) {
          // A section of no deals is not listed: a month that is over has none open.
          const listed = section.deals === 0 ? [] : listDeals(known, scope, section);
          expect([listed.length, sum(listed)]).toEqual([section.deals, section.value]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('holds as many open deals as the tile counts', () => {
    fc.assert(
      fc.property(anyFacts, anyScope, (facts, scope) => {
        const sizes = sectionsBehind(facts, scope, 'open').map(sizeOf);
        expect(sizes.reduce((total, size) => total + size, 0)).toBe(computeScope(facts, scope).forecast.openDeals);
      }),
    );
  });

  it('shows the plan’s days with the same sign in expected to date, and against it in the deviation', () => {
    const facts: MonthFacts = {
      ...emptyNovember,
      planLines: [{ metric: 'revenue', scope: 'person:20', value: 2000n }],
      won: [{ responsibleId: 20n, deals: 1, amount: 50n, day: '2026-11-05' }],
    };
    const [days] = sectionsBehind(facts, 'person:20', 'expected-to-date');
    const item = { kind: 'plan-day', day: '2026-11-02', scope: 'person:20', value: 100n, version: null };
    expect(days?.kind === 'plan' ? [days.items.length, days.items[0]] : []).toEqual([9, item]);
    const [won, against] = sectionsBehind(facts, 'person:20', 'deviation');
    expect(won).toMatchObject({ kind: 'deals', deals: 1, value: 50n, selection: { kind: 'won', through: '2026-11-15' } });
    expect(against?.kind === 'plan' ? against.items.map(({ value }) => value) : []).toEqual(Array.from({ length: 9 }, () => -100n));
  });

  it('calls a deal overdue when its close date lies before today, not on it', () => {
    const open = ['2026-11-15', '2026-11-16', null].map((closeDay, index) => ({
      dealId: BigInt(index + 1),
      responsibleId: 20n,
      amount: 7n,
      closeDay,
      winPercent: 40,
      category: 'pipeline' as const,
    }));
    expect(sectionsBehind(withDeals(emptyNovember, { open }), 'company', 'overdue')).toEqual([
      { kind: 'deals', selection: { kind: 'due', through: '2026-11-15' }, by: 'amount', deals: 1, value: 7n },
    ]);
  });
});

describe('the days of a page', () => {
  const counts = fc.array(fc.record({ day: fc.constantFrom('2026-11-02', '2026-11-03', '2026-11-04', '2026-11-09'), count: fc.nat(4) }), {
    maxLength: 9,
  });

  it('hold all of its lines, and begin at its first', () => {
    fc.assert(
      fc.property(counts, fc.nat(30), fc.integer({ min: 1, max: 8 }), (given, offset, limit) => {
        const lines = given.flatMap(({ day, count }) => Array.from({ length: count }, () => day)).sort((a, b) => (a < b ? 1 : -1));
        const page = daysOfPage(given, { offset, limit });
        const inDays = page === undefined ? [] : lines.filter((day) => day >= page.first && day <= page.last);
        expect(inDays.slice(page?.offset, (page?.offset ?? 0) + limit)).toEqual(lines.slice(offset, offset + limit));
      }),
    );
  });
});
