import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConditionsForm, emptyConditions, fromForm, toForm } from '#components/planning/conditions-form.ts';
import type { PlanConditions } from '#contract/plan-conditions.ts';

const form: ConditionsForm = {
  vat: 'excluded',
  terms: ' Предоплата \n\nСкидка до 7 %\n',
  weights: [
    { metric: 'revenue', weight: '62,5', cap: '120' },
    { metric: 'calls', weight: '37.5 %', cap: '' },
    { metric: 'margin', weight: '', cap: '' },
  ],
  bands: { almost: '90', met: '100', exceeded: '110' },
};
const faultOf = (change: Partial<ConditionsForm>, hasBands = true) => {
  const read = fromForm({ ...form, ...change }, hasBands);
  return 'fault' in read ? read.fault : null;
};

describe('the form of conditions', () => {
  it('reads terms by lines, percents with a comma, and leaves metrics without a weight out', () => {
    expect(fromForm(form, true)).toEqual({
      conditions: {
        vat: 'excluded',
        terms: ['Предоплата', 'Скидка до 7 %'],
        weights: [
          { metric: 'revenue', weight: 6250, cap: 12_000 },
          { metric: 'calls', weight: 3750, cap: null },
        ],
        bands: [],
      },
    });
  });

  it('writes limits down only where they are not the usual ones, and of the company only', () => {
    const bands = { almost: '', met: '95', exceeded: '120' };
    expect(fromForm({ ...form, bands }, true)).toMatchObject({
      conditions: {
        bands: [
          { code: 'not-met', from: 0 },
          { code: 'met', from: 9500 },
          { code: 'exceeded', from: 12_000 },
        ],
      },
    });
    expect(fromForm({ ...form, bands }, false)).toMatchObject({ conditions: { bands: [] } });
  });

  it('says what is wrong', () => {
    expect(faultOf({ weights: [{ metric: 'revenue', weight: '70', cap: '' }] })).toBe('weights-not-whole');
    expect(faultOf({ weights: [{ metric: 'revenue', weight: 'много', cap: '' }] })).toBe('not-a-number');
    expect(faultOf({ bands: { almost: '100', met: '90', exceeded: '110' } })).toBe('bands-out-of-order');
    expect(faultOf({ terms: 'а'.repeat(301) })).toBe('term-too-long');
    expect(faultOf({ terms: 'а\n'.repeat(21) })).toBe('too-many-terms');
    expect(
      faultOf({
        weights: [
          { metric: 'revenue', weight: '40', cap: '' },
          { metric: 'calls', weight: '60', cap: '' },
        ],
      }),
    ).toBe('activity-outweighs-result');
    expect(faultOf({ weights: [] })).toBeNull();
  });

  it('gives back what it was filled with', () => {
    const weights = fc
      .integer({ min: 5000, max: 10_000 })
      .map((weight): PlanConditions['weights'] => [
        { metric: 'revenue', weight, cap: null },
        ...(weight === 10_000 ? [] : [{ metric: 'calls' as const, weight: 10_000 - weight, cap: 12_345 }]),
      ]);
    const terms = fc.array(
      fc
        .string({ minLength: 1, maxLength: 40 })
        .map((text) => text.replaceAll(/\s+/g, ' ').trim())
        .filter((text) => text !== ''),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(fc.constantFrom(null, 'included' as const, 'excluded' as const), terms, weights, (vat, lines, shares) => {
        const conditions = { ...emptyConditions, vat, terms: lines, weights: shares };
        expect(fromForm(toForm(conditions), true)).toEqual({ conditions });
      }),
    );
  });
});
