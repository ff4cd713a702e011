import type { Day, Month } from '#contract/wire.ts';
import { firstDay, shiftDay, weekday } from '#domain/period.ts';

export interface SinceOption {
  readonly code: 'monday' | 'yesterday' | 'week' | 'month';
  readonly day: Day;
}

/** Days that people compare a forecast with: last week's Monday, yesterday, a week ago, the beginning of the month. Each once. */
export function sinceOptions(today: Day, month: Month): SinceOption[] {
  const thisMonday = shiftDay(today, 1 - weekday(today));
  const options: SinceOption[] = [
    { code: 'monday', day: shiftDay(thisMonday, -7) },
    { code: 'yesterday', day: shiftDay(today, -1) },
    { code: 'week', day: shiftDay(today, -7) },
    { code: 'month', day: firstDay(month) },
  ];
  const past = options.filter(({ day }) => day < today);
  return past.filter(({ day }, at) => past.findIndex((one) => one.day === day) === at);
}
