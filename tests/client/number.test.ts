import { describe, expect, it } from 'vitest';
import { formatFactor, formatNumber, formatRange } from '#format/number.ts';
import { formatPercent, formatWholePercent } from '#format/percent.ts';

const thin = '\u202F';

describe('numbers', () => {
  it('groups thousands and writes the decimal mark by the language', () => {
    expect(formatNumber(1_234_567.891, 'ru', { digits: 2 })).toBe(`1${thin}234${thin}567,89`);
    expect(formatNumber(1234, 'en')).toBe('1,234');
    expect(formatNumber(null, 'ru')).toBe('—');
    expect(formatNumber(Number.NaN, 'ru')).toBe('—');
  });

  it('writes factors with the sign in front and ranges with an en dash', () => {
    expect(formatFactor(1.128, 'ru')).toBe('×1,13');
    expect(formatRange('41,4', '48,7')).toBe('41,4–48,7');
  });

  it('puts a narrow space before the percent sign in Russian only', () => {
    expect(formatPercent(0.3641, 'ru', { digits: 1 })).toBe(`36,4${thin}%`);
    expect(formatPercent(0.93, 'en')).toBe('93%');
    expect(formatPercent(0.538, 'ru', { digits: 1, signed: true })).toBe(`+53,8${thin}%`);
    expect(formatPercent(-0.09, 'ru', { signed: true })).toBe(`\u22129${thin}%`);
    expect(formatPercent(null, 'ru')).toBe('—');
    expect(formatWholePercent(60, 'ru')).toBe(`60${thin}%`);
    expect(formatWholePercent(12.5, 'en')).toBe('12.5%');
  });
});
