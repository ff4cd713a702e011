import { z } from 'zod';
import { productionCalendars } from '#domain/production-calendar.ts';
import type { Calendar } from '#domain/workdays.ts';

const PortalCalendar = z.object({
  weekHolidays: z.array(z.string()).default([]),
  yearHolidays: z.array(z.string()).default([]),
  yearWorkdays: z.array(z.string()).default([]),
});

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** Working days of the company: the portal's own week and holidays with the state calendar of its country on top. */
export function toCompanyCalendar(setting: unknown, language: string): Calendar {
  const parsed = PortalCalendar.safeParse(setting ?? {});
  const portal = parsed.success ? parsed.data : PortalCalendar.parse({});
  const state = Object.values(productionCalendars[language] ?? {});
  const weekDaysOff = portal.weekHolidays.map((code) => weekdays.indexOf(code) + 1).filter((day) => day > 0);
  return {
    weekDaysOff: weekDaysOff.length > 0 ? weekDaysOff : [6, 7],
    daysOff: new Set(state.flatMap((year) => year.daysOff)),
    extraWorkdays: new Set(state.flatMap((year) => year.workdays)),
    yearlyDaysOff: new Set(portal.yearHolidays.flatMap(toMonthDay)),
    yearlyWorkdays: new Set(portal.yearWorkdays.flatMap(toMonthDay)),
  };
}

/** Bitrix24 writes day.month without a year: `4.11`. */
function toMonthDay(text: string): string[] {
  const match = /^(\d{1,2})\.(\d{1,2})$/.exec(text.trim());
  return match === null ? [] : [`${(match[2] ?? '').padStart(2, '0')}-${(match[1] ?? '').padStart(2, '0')}`];
}
