import { z } from 'zod';
import type { PortalClient } from './portal-client.ts';

const text = z
  .union([z.string(), z.number(), z.null()])
  .optional()
  .transform((value) => String(value ?? ''));
const list = z
  .union([z.array(z.unknown()), z.string(), z.null()])
  .optional()
  .transform((value) =>
    (Array.isArray(value) ? value.map(String) : (value ?? '').split(',')).map((item) => item.trim()).filter((item) => item !== ''),
  );

const Settings = z.object({ week_holidays: list, year_holidays: list, year_workdays: list, work_time_start: text, work_time_end: text });

export interface PortalCalendar {
  /** MO … SU */
  readonly weekHolidays: readonly string[];
  /** day.month without a year */
  readonly yearHolidays: readonly string[];
  readonly yearWorkdays: readonly string[];
  readonly workTimeStart: string;
  readonly workTimeEnd: string;
}

export async function readCalendar(client: PortalClient): Promise<PortalCalendar> {
  const { result } = await client.call('calendar.settings.get', {}, Settings);
  return {
    weekHolidays: result.week_holidays,
    yearHolidays: result.year_holidays,
    yearWorkdays: result.year_workdays,
    workTimeStart: result.work_time_start,
    workTimeEnd: result.work_time_end,
  };
}
