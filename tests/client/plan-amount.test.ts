import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amountScale,
  editableAmount,
  parseTyped,
  readAmount,
  showAmount,
  showRounded,
  writeAmount,
} from '#components/planning/plan-amount.ts';

const revenue = amountScale('revenue', 'RUB');
const calls = amountScale('calls', 'RUB');

describe('an amount in the planning grid', () => {
  it('is typed in thousands and stored to the kopeck', () => {
    expect(parseTyped('4 200', revenue, 'ru')).toEqual({ kind: 'amount', minor: 420_000_000n });
    expect(parseTyped('4\u202f350,5', revenue, 'ru')).toEqual({ kind: 'amount', minor: 435_050_000n });
    expect(parseTyped('0,00001', revenue, 'ru')).toEqual({ kind: 'amount', minor: 1n });
  });

  it('takes what a spreadsheet of the language puts on the clipboard', () => {
    expect(parseTyped('4\u00a0200,00 ₽', revenue, 'ru')).toEqual({ kind: 'amount', minor: 420_000_000n });
    expect(parseTyped('4,200.5', revenue, 'en')).toEqual({ kind: 'amount', minor: 420_050_000n });
  });

  it('rounds nothing: finer than a kopeck, negative or wordy text is unclear', () => {
    for (const text of ['0,000001', '-5', 'abc', '1,2,3', '4 200 тыс']) expect(parseTyped(text, revenue, 'ru').kind).toBe('unclear');
  });

  it('is empty when nothing was typed', () => {
    expect(parseTyped('  ', revenue, 'ru')).toEqual({ kind: 'empty' });
  });

  it('shows every digit it has and no more', () => {
    expect(showAmount(435_050_000n, revenue, 'ru')).toBe('4\u202f350,5');
    expect(showAmount(-45_000_000n, revenue, 'en')).toBe('\u2212450');
    expect(showAmount(20n, calls, 'ru')).toBe('20');
  });

  it('is rounded where it was computed: whole thousands from ten on, hundreds below, counts as they are', () => {
    expect(showRounded(253_090_909n, revenue, 'ru')).toBe('2\u202f531');
    expect(showRounded(-253_040_000n, revenue, 'ru')).toBe('\u22122\u202f530');
    expect(showRounded(435_050n, revenue, 'ru')).toBe('4,4');
    expect(showRounded(999_999n, revenue, 'ru')).toBe('10');
    expect(showRounded(0n, revenue, 'ru')).toBe('0');
    expect(showRounded(7n, calls, 'ru')).toBe('7');
  });

  it('writes a count without needless zeros and money with all digits', () => {
    expect(writeAmount(20n, calls)).toBe('20');
    expect(writeAmount(0n, calls)).toBe('0');
    expect(writeAmount(420_000_000n, revenue)).toBe('4200000.00');
  });

  it('survives the way to the editor and to the wire unchanged', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 12n - 1n }),
        fc.constantFrom('ru', 'en'),
        fc.constantFrom(revenue, calls),
        (minor, language, scale) => {
          expect(parseTyped(editableAmount(minor, scale, language), scale, language)).toEqual({ kind: 'amount', minor });
          expect(readAmount(writeAmount(minor, scale), scale)).toBe(minor);
        },
      ),
    );
  });
});
