import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countableCodes, hasFactsBy } from '#domain/planning/countable-metrics.ts';
import { codeOfField, fieldOfCode, isOwnDimension } from '#domain/planning/own-dimensions.ts';
import { parseDimensionKey, toDimensionKey } from '#domain/planning/line-dimensions.ts';

describe('a dimension of the portal’s own', () => {
  it('has a code that follows from the name of its field and leads back to it', () => {
    const name = fc.stringMatching(/^[A-Z0-9][A-Z0-9_]{0,39}$/);
    fc.assert(
      fc.property(name, (text) => {
        const field = `UF_CRM_${text}`;
        const code = codeOfField(field);
        if (code === undefined) throw new Error(`${field} has no code`);
        expect(isOwnDimension(code)).toBe(true);
        expect(fieldOfCode(code)).toBe(field);
        const key = toDimensionKey({ [code]: 'Север & юг' });
        expect(parseDimensionKey(key)).toEqual({ [code]: 'Север & юг' });
      }),
    );
  });

  it.each(['UF_ROUTE', 'UF_CRM_', 'UF_CRM__ROUTE', 'UF_CRM_route', 'UF_CRM_A B', `UF_CRM_${'A'.repeat(41)}`, 'STAGE_ID', ''])(
    'is none of the field «%s»',
    (field) => {
      expect(codeOfField(field)).toBeUndefined();
    },
  );

  it('tells facts apart wherever a pipeline does', () => {
    const by = (dimension: 'custom.route' | 'pipeline') => countableCodes.filter((code) => hasFactsBy(code, dimension));
    expect(by('custom.route')).toEqual(by('pipeline'));
    expect(by('custom.route')).toEqual(expect.arrayContaining(['revenue', 'deals-won', 'new-deals', 'payments-sum', 'quotes-sent']));
    expect(by('custom.route')).not.toContain('calls');
  });
});
