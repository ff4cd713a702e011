import { describe, expect, it } from 'vitest';
import { listAttention, pickAttention, type KnownOfPeople } from '#domain/attention.ts';
import type { CallDay, MonthFacts } from '#domain/month-facts.ts';
import { emptyNovember, withDeals } from './generated-facts.ts';

const roubles = (value: number): bigint => BigInt(value) * 100n;
const calls = (day: string, counted = 5, userId = 20n): CallDay => ({ userId, day, counted, unknownLength: 0 });
const norm = (userId: bigint, value = 20n) => ({ metric: 'calls', scope: `person:${userId}`, value }) as const;
const nothingKnown: KnownOfPeople = { isAbsent: () => false, isDecided: () => false };
const silent = (facts: MonthFacts): bigint[] =>
  listAttention(facts, 'company', [20n, 21n], nothingKnown).flatMap((item) => (item.kind === 'no-calls' ? [item.userId] : []));

describe('silence on the telephone', () => {
  const facts: MonthFacts = { ...emptyNovember, planLines: [norm(20n)], calls: [calls('2026-11-10')] };

  it('is worth a word after three working days', () => {
    expect(listAttention(facts, 'company', [20n, 21n], nothingKnown)).toContainEqual({ kind: 'no-calls', userId: 20n, workdays: 3 });
  });

  it('ends with a call on any of the three days or today', () => {
    for (const day of ['2026-11-11', '2026-11-12', '2026-11-13', '2026-11-16']) {
      expect(silent({ ...facts, calls: [...facts.calls, calls(day)] })).toEqual([]);
    }
  });

  it('ends with a call of unknown length', () => {
    expect(silent({ ...facts, calls: [...facts.calls, { ...calls('2026-11-12', 0), unknownLength: 1 }] })).toEqual([]);
  });

  it('is none of a person who was away on one of the days', () => {
    const away = (userId: bigint, day: string): boolean => userId === 20n && day === '2026-11-12';
    expect(listAttention(facts, 'company', [20n], { ...nothingKnown, isAbsent: away })).toEqual([]);
    expect(listAttention(facts, 'company', [20n], { ...nothingKnown, isAbsent: (userId) => userId === 21n })).toHaveLength(1);
  });

  it('is not looked for without a norm, nor of somebody who never called', () => {
    expect(silent({ ...facts, planLines: [] })).toEqual([]);
    expect(silent({ ...facts, planLines: [norm(20n, 0n)] })).toEqual([]);
    expect(silent({ ...facts, planLines: [norm(21n)] })).toEqual([]);
  });
});

describe('people behind', () => {
  const target = (userId: bigint, value: number) => ({ metric: 'revenue', scope: `person:${userId}`, value: roubles(value) }) as const;
  const facts: MonthFacts = {
    ...emptyNovember,
    planLines: [target(20n, 1_000_000), target(21n, 4_200_000), target(30n, 2_000_000), target(40n, 2_000_000)],
    won: [
      { responsibleId: 21n, deals: 1, amount: roubles(900_000), day: '2026-11-10' },
      { responsibleId: 40n, deals: 1, amount: roubles(900_000), day: '2026-11-10' },
    ],
  };

  it('are listed by how far they are behind, and never somebody on course', () => {
    expect(listAttention(facts, 'company', [20n, 21n, 30n, 40n], nothingKnown)).toEqual([
      { kind: 'behind', userId: 21n, deviation: roubles(-990_000), workdays: 7 },
      { kind: 'behind', userId: 30n, deviation: roubles(-900_000), workdays: 7 },
      { kind: 'behind', userId: 20n, deviation: roubles(-450_000), workdays: 7 },
    ]);
  });

  it('are left out once somebody has decided what is done about it', () => {
    const known = { ...nothingKnown, isDecided: (userId: bigint) => userId === 21n };
    expect(listAttention(facts, 'company', [21n, 30n], known).map((item) => 'userId' in item && item.userId)).toEqual([30n]);
  });

  it('are looked for only among the people asked about', () => {
    expect(listAttention(facts, 'company', [40n], nothingKnown)).toEqual([]);
  });

  it('are nobody while it is too early to judge', () => {
    expect(listAttention({ ...facts, today: '2026-11-04' }, 'company', [20n, 21n], nothingKnown)).toEqual([]);
  });
});

describe('overdue deals', () => {
  const overdue = (responsibleId: bigint, value: number) => ({
    dealId: 1n,
    responsibleId,
    amount: roubles(value),
    closeDay: '2026-11-02',
    winPercent: 40,
    category: 'pipeline' as const,
  });

  it('are counted and summed inside the scope', () => {
    const facts = withDeals(emptyNovember, { open: [overdue(20n, 100), overdue(20n, 50), overdue(30n, 7)] });
    expect(listAttention(facts, 'department:2', [], nothingKnown)).toEqual([{ kind: 'overdue', deals: 2, sum: roubles(150) }]);
    expect(listAttention(facts, 'department:4', [], nothingKnown)).toEqual([]);
  });
});

describe('the seven that are shown', () => {
  const of = (...kinds: string[]): { kind: string; at: number }[] => kinds.map((kind, at) => ({ kind, at }));
  const kindsOf = (items: readonly { kind: string }[]): string[] => items.map(({ kind }) => kind);

  it('hold one of each kind before a second one of any, in the order of kinds', () => {
    const many = of('b', 'b', 'b', 'b', 'b', 'b', 'b', 'b', 'a', 'c');
    expect(kindsOf(pickAttention(many, ['a', 'b', 'c']))).toEqual(['a', 'b', 'b', 'b', 'b', 'b', 'c']);
  });

  it('are the first of each kind', () => {
    expect(pickAttention(of('a', 'a', 'b'), ['b', 'a'])).toEqual([
      { kind: 'b', at: 2 },
      { kind: 'a', at: 0 },
      { kind: 'a', at: 1 },
    ]);
  });

  it('are none of nothing', () => {
    expect(pickAttention(of(), ['a'])).toEqual([]);
  });
});
