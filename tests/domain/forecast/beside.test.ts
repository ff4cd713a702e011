import { describe, expect, it } from 'vitest';
import { besideForecast } from '#domain/forecast/beside.ts';

const won = (day: string, amount: bigint) => ({ responsibleId: 7n, day, deals: 1, amount });

describe('what a month would bring if it were like others', () => {
  it('is the mean of the three whole months before it, a month without a win among them, and the same month a year ago', () => {
    const days = [won('2025-11-03', 900n), won('2026-08-05', 100n), won('2026-08-31', 200n), won('2026-10-01', 101n)];
    expect(besideForecast(days, '2026-11')).toEqual({
      // 401 ÷ 3, rounded half to even.
      trailing: {
        value: 134n,
        months: [
          { month: '2026-08', fact: 300n },
          { month: '2026-09', fact: 0n },
          { month: '2026-10', fact: 101n },
        ],
      },
      lastYear: { month: '2025-11', fact: 900n },
    });
  });

  it('takes months before the first win for unknown and not for nothing', () => {
    expect(besideForecast([won('2026-10-09', 500n)], '2026-11')).toEqual({
      trailing: { value: 500n, months: [{ month: '2026-10', fact: 500n }] },
      lastYear: null,
    });
    expect(besideForecast([], '2026-11')).toEqual({ trailing: null, lastYear: null });
    expect(besideForecast([won('2026-02-09', 500n)], '2026-11').trailing).toBeNull();
  });
});
