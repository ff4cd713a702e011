import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactScale, toChanges, toGroups } from '#components/acknowledgement/sheet-changes.ts';
import { buildSheet, planHash } from './sample-data.ts';

describe('the changes of a sheet', () => {
  it('name the targets that differ from the previous version', () => {
    expect(toChanges(buildSheet())).toEqual([
      { metric: 'revenue', was: '4800000.00', value: '4600000.00' },
      { metric: 'calls', was: '22', value: '20' },
    ]);
  });

  it('leave out equal values however they are written, and first versions', () => {
    expect(toChanges(buildSheet({ targets: [{ metric: 'calls', value: '20.00', was: '20' }] }))).toEqual([]);
    expect(toChanges(buildSheet({ previousVersion: null }))).toEqual([]);
  });
});

describe('exactScale', () => {
  it('is the coarsest one that loses nothing', () => {
    expect(exactScale(['800000.00', '1050000'])).toBe('thousands');
    expect(exactScale(['800000.00', '1050500.00'])).toBe('units');
    expect(exactScale(['800000.00', '836363.64'])).toBe('cents');
    expect(exactScale([])).toBe('thousands');
  });

  it('never hides a kopeck', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 999_999_999 }), { minLength: 1 }), (cents) => {
        const scale = exactScale(cents.map((value) => (value / 100).toFixed(2)));
        const step = { thousands: 100_000, units: 100, cents: 1 }[scale];
        expect(cents.every((value) => value % step === 0)).toBe(true);
      }),
    );
  });
});

describe('a fingerprint', () => {
  it('is read in groups of eight that make the whole', () => {
    expect(toGroups(planHash)).toHaveLength(8);
    expect(toGroups(planHash).join('')).toBe(planHash);
  });
});
