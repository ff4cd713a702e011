import { listDays, type Day, type Month } from './period.ts';

/** The state calendar of working days: what differs from a plain five-day week. */
export interface ProductionCalendar {
  readonly daysOff: readonly Day[];
  readonly workdays: readonly Day[];
}

function through(month: Month, from: number, to: number): Day[] {
  return listDays(month).slice(from - 1, to);
}

/**
 * Russia: article 112 of the Labour Code with the yearly transfers by government decree.
 * Working days of a year: 247 in 2025, 247 in 2026, 247 in 2027.
 */
const russia: Readonly<Record<string, ProductionCalendar>> = {
  '2024': {
    daysOff: [
      ...through('2024-01', 1, 8),
      '2024-02-23',
      '2024-03-08',
      '2024-04-29',
      '2024-04-30',
      '2024-05-01',
      '2024-05-09',
      '2024-05-10',
      '2024-06-12',
      '2024-11-04',
      '2024-12-30',
      '2024-12-31',
    ],
    workdays: ['2024-04-27', '2024-11-02', '2024-12-28'],
  },
  '2025': {
    daysOff: [
      ...through('2025-01', 1, 8),
      '2025-05-01',
      '2025-05-02',
      '2025-05-08',
      '2025-05-09',
      '2025-06-12',
      '2025-06-13',
      '2025-11-03',
      '2025-11-04',
      '2025-12-31',
    ],
    workdays: ['2025-11-01'],
  },
  '2026': {
    daysOff: [
      ...through('2026-01', 1, 11),
      '2026-02-23',
      '2026-03-09',
      '2026-05-01',
      '2026-05-11',
      '2026-06-12',
      '2026-11-04',
      '2026-12-31',
    ],
    workdays: [],
  },
  '2027': {
    daysOff: [
      ...through('2027-01', 1, 10),
      '2027-02-23',
      '2027-03-08',
      '2027-05-03',
      '2027-05-10',
      '2027-06-14',
      '2027-11-04',
      '2027-11-05',
      '2027-12-31',
    ],
    workdays: [],
  },
};

/** Calendars that ship with the product, by country code; years outside it fall back to the portal's own holidays. */
export const productionCalendars: Readonly<Record<string, Readonly<Record<string, ProductionCalendar>>>> = { ru: russia };
