import type { Day, Month } from '#contract/wire.ts';
import { firstDay, lastDay, shiftDay, shiftMonth } from '#domain/period.ts';

export interface SpanChoice {
  readonly code: 'month' | 'quarter' | 'next-quarter' | 'rest-of-month' | 'thirty-days' | 'own';
  /** Both inclusive; of `own` what it begins with. */
  readonly from: Day;
  readonly to: Day;
}

/** First month of the quarter that a month falls in. */
function quarterOf(month: Month): Month {
  return shiftMonth(month, -((Number(month.slice(5, 7)) - 1) % 3));
}

/** Spans that people ask for beside the page's own table: the quarter, the one behind it, the month, the days from today, and days of one's own. */
export function spanChoices(today: Day, month: Month): SpanChoice[] {
  const quarter = quarterOf(month);
  const of = (first: Month): { from: Day; to: Day } => ({ from: firstDay(first), to: lastDay(shiftMonth(first, 2)) });
  const last = lastDay(month);
  const rest: SpanChoice[] = today > firstDay(month) && today <= last ? [{ code: 'rest-of-month', from: today, to: last }] : [];
  const thirty = { from: today, to: shiftDay(today, 29) };
  return [
    { code: 'quarter', ...of(quarter) },
    { code: 'next-quarter', ...of(shiftMonth(quarter, 3)) },
    ...rest,
    { code: 'month', from: firstDay(month), to: last },
    { code: 'thirty-days', ...thirty },
    { code: 'own', ...thirty },
  ];
}
