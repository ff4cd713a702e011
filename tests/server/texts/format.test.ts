import { describe, expect, it } from 'vitest';
import { formatAmount, formatDay, formatMoney, formatMonth, formatSpan, plural } from '#texts/format.ts';

const group = '\u202f';

describe('amounts', () => {
  it('are grouped by thousands in the way of the language, zero cents left out', () => {
    expect(['4600000.00', '999', '1000', '12345.60', '-1234.5', '0.05'].map((one) => formatAmount(one, 'ru'))).toEqual([
      `4${group}600${group}000`,
      '999',
      `1${group}000`,
      `12${group}345,60`,
      `\u22121${group}234,5`,
      '0,05',
    ]);
    expect(['4600000.00', '12345.60', '-1234.50'].map((one) => formatAmount(one, 'en'))).toEqual([
      '4,600,000',
      '12,345.60',
      '\u22121,234.50',
    ]);
  });

  it('carry the currency’s sign where the language puts it', () => {
    expect(formatMoney('1000.00', 'RUB', 'ru')).toBe(`1${group}000\u00a0₽`);
    expect(formatMoney('1000.00', 'RUB', 'en')).toBe('1,000\u00a0₽');
    expect(formatMoney('1000.00', 'USD', 'en')).toBe('$1,000');
    expect(formatMoney('1000.00', 'EUR', 'ru')).toBe(`1${group}000\u00a0€`);
    expect(formatMoney('1000', 'KZT', 'en')).toBe('1,000\u00a0KZT');
  });
});

describe('days and months', () => {
  it('are written out', () => {
    expect([formatMonth('2026-12', 'ru'), formatMonth('2027-01', 'en')]).toEqual(['декабрь 2026', 'January 2027']);
    expect([formatDay('2026-12-01', 'ru'), formatDay('2026-05-09', 'en')]).toEqual(['1 декабря 2026', '9 May 2026']);
  });

  it('make a span without the year', () => {
    expect(formatSpan('2026-12-01', '2026-12-04', 'ru')).toBe('1–4 декабря');
    expect(formatSpan('2026-12-31', '2026-12-31', 'en')).toBe('31 December');
    expect(formatSpan('2026-11-30', '2026-12-04', 'ru')).toBe('30 ноября – 4 декабря');
  });
});

describe('Russian plurals', () => {
  it('follow the last digits', () => {
    const forms = [0, 1, 2, 4, 5, 10, 11, 12, 14, 20, 21, 22, 25, 101, 111, 112, 121, 1001].map((count) =>
      plural(count, ['день', 'дня', 'дней']),
    );
    expect(forms.join(' ')).toBe('дней день дня дня дней дней дней дней дней дней день дня дней день дней дней день день');
  });
});
