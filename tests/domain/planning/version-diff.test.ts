import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affectedPeople, directionOf } from '#domain/planning/affected-people.ts';
import { defaultBands } from '#domain/planning/evaluation.ts';
import { toCanonical, type PlanContent } from '#domain/planning/plan-content.ts';
import { applyChanges, diffContents, type PlanChange } from '#domain/planning/version-diff.ts';

const scope = fc.constantFrom('company', 'department:3', 'person:7', 'person:8');
const text = fc.constantFrom('без отсрочки', 'отсрочка 14 дней', '');
const content: fc.Arbitrary<PlanContent> = fc.record({
  basis: fc.constantFrom('deals-won' as const, 'invoices-paid' as const),
  lines: fc.array(
    fc.record({
      metric: fc.constantFrom('revenue' as const, 'calls' as const, 'manual:pos' as const),
      scope,
      dimensions: fc.constantFrom('', 'brand=Исток', 'client=company:1'),
      period: fc.constantFrom('2026-12', '2027-01'),
      value: fc.bigInt({ min: -5n, max: 5n }),
    }),
  ),
  weights: fc.array(
    fc.record({
      scope,
      metric: fc.constantFrom('revenue', 'calls'),
      weight: fc.constantFrom(0, 5000, 10_000),
      cap: fc.constantFrom(null, 1.2),
    }),
  ),
  bands: fc.constantFrom(defaultBands, defaultBands.slice(1), []),
  terms: fc.array(fc.record({ scope, code: fc.constantFrom('credit', 'discount'), text })),
  rationales: fc.array(fc.record({ scope, text })),
});
const empty: PlanContent = { basis: 'deals-won', lines: [], weights: [], bands: defaultBands, terms: [], rationales: [] };
const ofPetrov = (value: bigint) => ({ metric: 'revenue' as const, scope: 'person:7', dimensions: '', period: '2026-12', value });

describe('a difference of versions', () => {
  it('names what was added, taken out and changed, in codes', () => {
    const before: PlanContent = {
      ...empty,
      lines: [ofPetrov(4_800n), { ...ofPetrov(10n), metric: 'calls' }],
      weights: [{ scope: 'company', metric: 'revenue', weight: 10_000, cap: null }],
      terms: [{ scope: 'company', code: 'credit', text: 'отсрочка 30 дней' }],
    };
    const after: PlanContent = {
      ...before,
      lines: [ofPetrov(4_600n), { ...ofPetrov(3n), metric: 'new-clients' }],
      weights: [{ scope: 'company', metric: 'revenue', weight: 10_000, cap: 1.2 }],
      terms: [],
      rationales: [{ scope: 'person:7', text: 'клиент ушёл' }],
    };
    const { value: _, ...line } = ofPetrov(0n);
    expect(diffContents(before, after)).toEqual([
      { kind: 'line', line: { ...line, metric: 'calls' }, from: 10n, to: null },
      { kind: 'line', line, from: 4_800n, to: 4_600n },
      { kind: 'line', line: { ...line, metric: 'new-clients' }, from: null, to: 3n },
      { kind: 'weight', scope: 'company', metric: 'revenue', from: { weight: 10_000, cap: null }, to: { weight: 10_000, cap: 1.2 } },
      { kind: 'term', scope: 'company', code: 'credit', from: 'отсрочка 30 дней', to: null },
      { kind: 'rationale', scope: 'person:7', from: null, to: 'клиент ушёл' },
    ]);
  });

  it('applied to the old version gives the new one', () => {
    fc.assert(
      fc.property(content, content, (before, after) => {
        expect(applyChanges(before, diffContents(before, after))).toEqual(toCanonical(after));
      }),
    );
  });

  it('is empty for equal versions, in whatever order they were written', () => {
    fc.assert(
      fc.property(content, (given) => {
        const canonical = toCanonical(given);
        expect(diffContents(given, { ...canonical, lines: canonical.lines.toReversed(), terms: canonical.terms.toReversed() })).toEqual([]);
        expect(toCanonical(canonical)).toEqual(canonical);
      }),
    );
  });
});

describe('people whom a new version concerns', () => {
  const lines = [ofPetrov(1n), { ...ofPetrov(1n), scope: 'person:8' }, { ...ofPetrov(9n), scope: 'department:3' }];
  const version: PlanContent = { ...empty, lines };
  const peopleOf = (of: string): ReadonlySet<bigint> | undefined =>
    of === 'company' ? undefined : of === 'department:3' ? new Set([8n, 9n]) : new Set([BigInt(of.slice(7))]);
  const affected = (changes: PlanChange[]): bigint[] => affectedPeople(changes, [version], peopleOf);
  const { value: _, ...line } = ofPetrov(0n);

  it('are those with a changed line of their own; a line of a department asks nobody', () => {
    expect(affected([{ kind: 'line', line, from: 1n, to: 2n }])).toEqual([7n]);
    expect(affected([{ kind: 'line', line: { ...line, scope: 'person:6' }, from: null, to: 2n }])).toEqual([6n]);
    expect(affected([{ kind: 'line', line: { ...line, scope: 'department:3' }, from: 1n, to: 2n }])).toEqual([]);
  });

  it('are everybody with a plan whose weights, terms or rationale changed', () => {
    expect(affected([{ kind: 'term', scope: 'company', code: 'credit', from: null, to: 'да' }])).toEqual([7n, 8n]);
    expect(affected([{ kind: 'rationale', scope: 'department:3', from: null, to: 'рынок' }])).toEqual([8n]);
    expect(affected([{ kind: 'basis', from: 'deals-won', to: 'invoices-paid' }])).toEqual([7n, 8n]);
    expect(affected([])).toEqual([]);
  });

  it('learn whether they have more to do', () => {
    expect(directionOf({ kind: 'line', line, from: 1n, to: 2n }, 'more')).toEqual({ isUp: true, isHarder: true });
    expect(directionOf({ kind: 'line', line, from: 2n, to: 1n }, 'more')).toEqual({ isUp: false, isHarder: false });
    expect(directionOf({ kind: 'line', line, from: 2n, to: 1n }, 'less')).toEqual({ isUp: false, isHarder: true });
    expect(directionOf({ kind: 'line', line, from: null, to: 1n }, 'less')).toEqual({ isUp: true, isHarder: true });
    expect(directionOf({ kind: 'line', line, from: 1n, to: null }, 'more')).toEqual({ isUp: false, isHarder: false });
  });
});
