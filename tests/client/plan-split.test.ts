import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountScale } from '#components/planning/plan-amount.ts';
import { splitPlan } from '#components/planning/plan-split.ts';
import type { Scope } from '#contract/wire.ts';
import { buildGrid } from './sample-overview.ts';

const scale = amountScale('revenue', 'RUB');
const split = (
  draft: [Scope, bigint][],
  basis: 'equal' | 'previous-fact' = 'equal',
  fact: [Scope, bigint][] = [],
  scope: Scope = 'department:5',
) => splitPlan(buildGrid(), scope, basis, { draft: new Map(draft), previousFact: new Map(fact) }, scale);

describe('splitting a plan', () => {
  it('gives whole thousands out of a round plan, the remainder too', () => {
    const result = split([['department:5', 1_000_100_000n]]);
    expect(result).toEqual({
      kind: 'parts',
      parts: [
        { scope: 'person:11', value: 500_100_000n, isLocked: false },
        { scope: 'person:12', value: 500_000_000n, isLocked: false },
      ],
    });
  });

  it('follows the fact of the previous month and forgets returns below zero', () => {
    const result = split([['department:5', 900_000_000n]], 'previous-fact', [
      ['person:11', 300n],
      ['person:12', -5n],
    ]);
    expect(result.kind === 'parts' && result.parts.map((part) => part.value)).toEqual([900_000_000n, 0n]);
  });

  it('takes off what the author may not change', () => {
    const result = split([
      ['department:5', 900_000_000n],
      ['person:16', 100_000_000n],
    ]);
    expect(result.kind === 'parts' && result.parts.filter((part) => part.isLocked)).toEqual([
      { scope: 'person:16', value: 100_000_000n, isLocked: true },
    ]);
    expect(result.kind === 'parts' && result.parts[0]?.value).toBe(400_000_000n);
  });

  it('shares the plan of the company over departments', () => {
    const result = split([['company', 1_000_000_000n]], 'equal', [], 'company');
    expect(result.kind === 'parts' && result.parts.map((part) => part.scope)).toEqual(['department:5', 'department:7']);
  });

  it('says why it cannot split', () => {
    expect(split([]).kind).toBe('no-total');
    expect(split([['department:5', 5n]], 'previous-fact').kind).toBe('no-history');
    expect(
      split([
        ['department:5', 5n],
        ['person:16', 6n],
      ]).kind,
    ).toBe('locked-exceed');
    expect(
      splitPlan(
        buildGrid({ editable: [] }),
        'department:5',
        'equal',
        { draft: new Map([['department:5', 5n]]), previousFact: new Map() },
        scale,
      ).kind,
    ).toBe('nobody');
  });

  it('loses and adds no kopeck', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 14n }),
        fc.bigInt({ min: 0n, max: 10n ** 9n }),
        fc.bigInt({ min: 1n, max: 10n ** 9n }),
        (total, one, two) => {
          const result = split([['department:5', total]], 'previous-fact', [
            ['person:11', one],
            ['person:12', two],
          ]);
          expect(result.kind === 'parts' && result.parts.reduce((sum, part) => sum + part.value, 0n)).toBe(total);
        },
      ),
    );
  });
});
