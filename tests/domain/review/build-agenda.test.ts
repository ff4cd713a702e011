import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAgenda } from '#domain/review/build-agenda.ts';
import type { RedCell } from '#domain/review/red-cells.ts';
import { parseSubject } from '#domain/review/subject.ts';

const cell = (metric: RedCell['metric'], userId: number, numbers: { expected: bigint; fact: bigint }): RedCell => ({
  ...{ metric, userId: BigInt(userId), scope: `person:${userId}`, month: '2026-11', plan: 1_000n, ...numbers },
  ...{ deviation: numbers.fact - numbers.expected, forecast: null, redSince: null },
});

describe('the agenda of a review', () => {
  it('begins with earlier decisions, goes on with red cells by size and ends with questions', () => {
    const cells = [
      cell('calls', 1, { expected: 100n, fact: 10n }),
      cell('revenue', 2, { expected: 900n, fact: 500n }),
      cell('deals-won', 3, { expected: 10n, fact: 5n }),
      cell('revenue', 3, { expected: 900n, fact: 100n }),
      // Less is better: 150 of an allowed 100 is half too much.
      cell('receivables', 4, { expected: 100n, fact: 160n }),
    ];
    const { items, left } = buildAgenda({ decisions: [{ id: 'a', ownerId: 1n }], cells, questions: [{ id: 'q', askedBy: 5n }] }, 4);
    expect(items.map(({ subject }) => subject)).toEqual([
      'decision:a',
      'cell:revenue:person:3:2026-11',
      'cell:revenue:person:2:2026-11',
      'cell:calls:person:1:2026-11',
      'cell:receivables:person:4:2026-11',
      'question:q',
    ]);
    expect(left).toBe(1);
  });

  it('is the same whatever order the cells come in, and drops none in silence', () => {
    const metrics = ['revenue', 'calls', 'deals-won', 'margin', 'receivables'] as const;
    const cells = fc.uniqueArray(
      fc.record({ metric: fc.constantFrom(...metrics), userId: fc.integer({ min: 1, max: 9 }), fact: fc.bigInt({ min: 0n, max: 89n }) }),
      { selector: ({ metric, userId }) => `${metric} ${userId}`, maxLength: 20 },
    );
    fc.assert(
      fc.property(cells, fc.integer({ min: 1, max: 8 }), fc.nat(), (asked, limit, turn) => {
        const all = asked.map(({ metric, userId, fact }) => cell(metric, userId, { expected: 100n, fact }));
        const turned = [...all.slice(turn % (all.length + 1)), ...all.slice(0, turn % (all.length + 1))];
        const one = buildAgenda({ decisions: [], cells: all, questions: [] }, limit);
        expect(buildAgenda({ decisions: [], cells: turned, questions: [] }, limit)).toEqual(one);
        expect(one.items.length + one.left).toBe(all.length);
        for (const { subject } of one.items) expect(parseSubject(subject)?.kind).toBe('cell');
      }),
    );
  });
});
