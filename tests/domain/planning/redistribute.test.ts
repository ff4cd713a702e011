import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redistribute, type Target } from '#domain/planning/redistribute.ts';

const targets: Target[] = [
  { scope: 'person:1', key: '', value: 1_000_00n },
  { scope: 'person:2', key: '', value: 500_00n },
  { scope: 'person:1', key: 'client=company:7', value: 300_00n },
];
const whole = (scope: string, delta: bigint) => ({ scope, key: '', delta });

describe('a redistribution', () => {
  it('keeps the total to the kopeck, changes nobody else and puts nobody below zero, whatever is moved', () => {
    const values = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(
        values,
        fc.array(fc.tuple(fc.nat(11), fc.nat(11), fc.bigInt({ min: 0n, max: 10n ** 12n })), { maxLength: 12 }),
        (amounts, asked) => {
          const known = amounts.map((value, at): Target => ({ scope: `person:${at + 1}`, key: '', value }));
          const deltas = amounts.map(() => 0n);
          for (const [from, to, amount] of asked) {
            const [giver, taker] = [from % amounts.length, to % amounts.length];
            deltas[giver] = (deltas[giver] ?? 0n) - amount;
            deltas[taker] = (deltas[taker] ?? 0n) + amount;
          }
          const found = redistribute(
            known,
            deltas.map((delta, at) => whole(`person:${at + 1}`, delta)),
          );
          const isPossible = amounts.every((value, at) => value + (deltas[at] ?? 0n) >= 0n) && deltas.some((delta) => delta !== 0n);
          expect(found.kind).toBe(isPossible ? 'moved' : 'refused');
          if (found.kind === 'refused') return;
          const after = new Map(known.map(({ scope, value }) => [scope, value]));
          for (const { target, from, to } of found.changes) {
            expect(after.get(target.scope)).toBe(from);
            after.set(target.scope, to);
          }
          const total = (list: Iterable<bigint>): bigint => [...list].reduce((sum, value) => sum + value, 0n);
          expect(total(after.values())).toBe(total(amounts));
          expect([...after.values()].every((value) => value >= 0n)).toBe(true);
        },
      ),
    );
  });

  it.each([
    ['not-zero', [whole('person:1', -1n), whole('person:2', 2n)]],
    ['nothing', [whole('person:1', 0n), whole('person:2', 0n)]],
    ['below-zero', [whole('person:2', -500_01n), whole('person:1', 500_01n)]],
    ['twice', [whole('person:1', -2n), whole('person:2', 1n), whole('person:2', 1n)]],
    ['mixed', [whole('person:2', -1n), { scope: 'person:1', key: 'client=company:7', delta: 1n }]],
    ['no-target', [whole('person:3', -1n), whole('person:1', 1n)]],
  ] as const)('is refused when it is %s', (reason, moves) => {
    expect(redistribute(targets, moves)).toEqual({ kind: 'refused', reason });
  });

  it('gives somebody without a target one, and moves between clients without touching the whole', () => {
    const moved = redistribute(targets, [
      { scope: 'person:1', key: 'client=company:7', delta: -100_00n },
      { scope: 'person:2', key: 'client=company:7', delta: 100_00n },
    ]);
    expect(moved).toEqual({
      kind: 'moved',
      changes: [
        { target: { scope: 'person:1', key: 'client=company:7' }, from: 300_00n, to: 200_00n },
        { target: { scope: 'person:2', key: 'client=company:7' }, from: 0n, to: 100_00n },
      ],
    });
  });
});
