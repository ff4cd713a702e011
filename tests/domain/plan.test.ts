import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyDraft,
  findTarget,
  idOfScope,
  isPersonScope,
  listChangedPeople,
  personScope,
  type DraftLine,
  type PlanLine,
} from '#domain/plan.ts';

const scopes = ['company', 'department:2', 'department:3', 'person:2', 'person:3', 'person:11'];
const metric = fc.constantFrom('revenue', 'calls');
const scope = fc.constantFrom(...scopes);
const value = fc.bigInt({ min: 0n, max: 3n });
const draftLine: fc.Arbitrary<DraftLine> = fc.record({ metric, scope, value: fc.option(value) });
const planLines: fc.Arbitrary<PlanLine[]> = fc.uniqueArray(fc.record({ metric, scope, value }), {
  selector: (line) => `${line.metric} ${line.scope}`,
});

const november: PlanLine[] = [
  { metric: 'revenue', scope: 'department:2', value: 19_000n },
  { metric: 'revenue', scope: 'person:6', value: 4200n },
  { metric: 'calls', scope: 'person:6', value: 20n },
];

describe('a draft', () => {
  it('replaces, adds and removes lines, and leaves the others', () => {
    const after = applyDraft(november, [
      { metric: 'revenue', scope: 'person:6', value: 4400n },
      { metric: 'revenue', scope: 'person:7', value: 3000n },
      { metric: 'calls', scope: 'person:6', value: null },
    ]);
    expect(after).toEqual([
      { metric: 'revenue', scope: 'department:2', value: 19_000n },
      { metric: 'revenue', scope: 'person:6', value: 4400n },
      { metric: 'revenue', scope: 'person:7', value: 3000n },
    ]);
  });

  it('keeps a target of nothing apart from no target', () => {
    const after = applyDraft(november, [{ metric: 'calls', scope: 'person:6', value: 0n }]);
    expect(findTarget(after, 'calls', 'person:6')).toBe(0n);
    expect(findTarget(applyDraft(november, [{ metric: 'calls', scope: 'person:6', value: null }]), 'calls', 'person:6')).toBeNull();
  });

  it('applied twice changes nothing more', () => {
    fc.assert(
      fc.property(planLines, fc.array(draftLine), (lines, draft) => {
        const once = applyDraft(lines, draft);
        expect(applyDraft(once, draft)).toEqual(once);
      }),
    );
  });

  it('gives the same plan whatever the order of the lines', () => {
    fc.assert(
      fc.property(planLines, fc.uniqueArray(draftLine, { selector: (line) => `${line.metric} ${line.scope}` }), (lines, draft) => {
        expect(applyDraft([...lines].reverse(), [...draft].reverse())).toEqual(applyDraft(lines, draft));
      }),
    );
  });

  it('says for every line what was drafted last, or what stood before', () => {
    fc.assert(
      fc.property(planLines, fc.array(draftLine), metric, scope, (lines, draft, kind, whose) => {
        const drafted = draft.filter((line) => line.metric === kind && line.scope === whose).at(-1);
        const expected = drafted === undefined ? findTarget(lines, kind, whose) : drafted.value;
        expect(findTarget(applyDraft(lines, draft), kind, whose)).toBe(expected);
      }),
    );
  });
});

describe('people with changed lines', () => {
  it('are those whose own target appeared, went or differs, in order and once', () => {
    const after = applyDraft(november, [
      { metric: 'revenue', scope: 'department:2', value: 1n },
      { metric: 'revenue', scope: 'person:11', value: 1n },
      { metric: 'revenue', scope: 'person:6', value: 1n },
      { metric: 'calls', scope: 'person:6', value: null },
    ]);
    expect(listChangedPeople(november, after)).toEqual([6n, 11n]);
    expect(listChangedPeople(november, november)).toEqual([]);
  });

  it('are exactly the people of whom any target differs', () => {
    fc.assert(
      fc.property(planLines, planLines, (before, after) => {
        const differs = (id: bigint): boolean =>
          (['revenue', 'calls'] as const).some(
            (kind) => findTarget(before, kind, personScope(id)) !== findTarget(after, kind, personScope(id)),
          );
        expect(listChangedPeople(before, after)).toEqual([2n, 3n, 11n].filter(differs));
      }),
    );
  });
});

describe('a scope', () => {
  it('names its kind and its id', () => {
    expect([idOfScope('company'), idOfScope('department:3'), idOfScope('person:90071992547409930')]).toEqual([
      undefined,
      3n,
      90_071_992_547_409_930n,
    ]);
    expect(scopes.filter(isPersonScope)).toEqual(['person:2', 'person:3', 'person:11']);
  });
});
