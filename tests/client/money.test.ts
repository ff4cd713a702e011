import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCompact, formatExact, formatMillions, formatThousands, millionsUnit, thousandsUnit } from '#format/money.ts';

const thin = '\u202F';

describe('money', () => {
  it('writes whole thousands with a narrow space between the groups', () => {
    expect(formatThousands('20160000.00', 'ru')).toBe(`20${thin}160`);
    expect(formatThousands('20160000.00', 'en')).toBe('20,160');
  });

  it('writes millions with two digits unless told otherwise', () => {
    expect(formatMillions('20160000.00', 'ru')).toBe('20,16');
    expect(formatMillions('45120000', 'en', { digits: 1 })).toBe('45.1');
  });

  it('signs what is asked to be signed, and never a zero', () => {
    expect(formatThousands('-1440000', 'ru', { signed: true })).toBe(`\u22121${thin}440`);
    expect(formatThousands('180000', 'ru', { signed: true })).toBe('+180');
    expect(formatThousands('0.00', 'ru', { signed: true })).toBe('0');
    expect(formatThousands('-499.99', 'ru', { signed: true })).toBe('0');
  });

  it('rounds half away from zero on digits, not on floats', () => {
    expect(formatThousands('1500', 'en')).toBe('2');
    expect(formatThousands('-2500', 'en')).toBe('\u22123');
    expect(formatMillions('1005000.00', 'en')).toBe('1.01');
  });

  it('keeps every digit of an exact amount, however long', () => {
    expect(formatExact('900719925474099312.55', 'RUB', 'ru')).toBe(`900${thin}719${thin}925${thin}474${thin}099${thin}312,55${thin}₽`);
    expect(formatExact('-45.10', 'USD', 'en')).toBe(`\u221245.10${thin}$`);
  });

  it('shows a dash where there is no value', () => {
    expect(formatThousands(null, 'ru')).toBe('—');
    expect(formatExact(null, 'RUB', 'ru')).toBe('—');
  });

  it('gives small amounts in whole units and large ones in millions', () => {
    expect(formatCompact('45300.50', 'RUB', 'ru')).toBe(`45${thin}301\u00A0₽`);
    expect(formatCompact('2400000', 'RUB', 'ru')).toBe('2,40\u00A0млн\u00A0₽');
  });

  it('names its units in both languages', () => {
    expect([thousandsUnit('RUB', 'ru'), thousandsUnit('RUB', 'en'), millionsUnit('RUB', 'ru'), millionsUnit('KZT', 'en')]).toEqual([
      'тыс. ₽',
      'k ₽',
      'млн ₽',
      'M ₸',
    ]);
  });

  it('differs from the exact value by half a thousand at most', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (cents) => {
        const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
        const amount = `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
        const shown = BigInt(formatThousands(amount, 'en').replaceAll(',', '').replace('\u2212', '-'));
        const distance = shown * 100_000n - cents;
        expect(distance <= 50_000n && distance >= -50_000n).toBe(true);
      }),
    );
  });
});
