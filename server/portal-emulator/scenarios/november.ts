import type { SellerKey } from './people.ts';

/** The instant the demo opens at, Moscow wall clock. */
export const demoNow = '2026-11-16 10:42';

/** Telephony was last read at this moment. */
export const callsKnownUntil = '2026-11-16 10:29';

/** Won from 1 to 13 November, thousands of roubles. */
export const novemberFact: Readonly<Record<SellerKey, number>> = {
  orlov: 900,
  petrov: 1620,
  galiev: 610,
  belova: 1490,
  sokolova: 2940,
  kovaleva: 180,
  zhukov: 1390,
  eremina: 1700,
  akhmetov: 1960,
  nikitina: 2710,
  kuzmin: 950,
  volkova: 990,
  lapin: 1180,
  fomina: 1540,
};

/** The company's fact by working day, thousands: the blue line of the pace chart. */
export const novemberByDay: Readonly<Record<string, number>> = {
  '2026-11-02': 1900,
  '2026-11-03': 2000,
  '2026-11-05': 2500,
  '2026-11-06': 2300,
  '2026-11-09': 2500,
  '2026-11-10': 2900,
  '2026-11-11': 1900,
  '2026-11-12': 2300,
  '2026-11-13': 1860,
};

/** Open deals due in November, thousands: «Твёрдо», «Вероятно», «Возможно». */
export const openDueInNovember: Readonly<Record<SellerKey, readonly [number, number, number]>> = {
  sokolova: [900, 1300, 1600],
  belova: [620, 1250, 880],
  petrov: [1100, 2600, 1050],
  galiev: [150, 420, 800],
  orlov: [300, 900, 1900],
  kovaleva: [0, 0, 0],
  nikitina: [1900, 1600, 1900],
  akhmetov: [1620, 1100, 1600],
  zhukov: [380, 1500, 1900],
  eremina: [600, 800, 1500],
  fomina: [620, 980, 960],
  volkova: [450, 760, 720],
  lapin: [460, 660, 640],
  kuzmin: [340, 480, 600],
};

/** Answered calls longer than 30 s from 1 to 13 November. */
export const novemberCalls: Readonly<Record<SellerKey, number>> = {
  orlov: 121,
  petrov: 158,
  galiev: 214,
  belova: 187,
  sokolova: 196,
  kovaleva: 0,
  zhukov: 47,
  eremina: 103,
  akhmetov: 84,
  nikitina: 117,
  kuzmin: 268,
  volkova: 301,
  lapin: 139,
  fomina: 342,
};

/** Answered calls longer than 30 s on the morning of 16 November. */
export const callsThisMorning: Readonly<Record<SellerKey, number>> = {
  orlov: 4,
  petrov: 7,
  galiev: 8,
  belova: 6,
  sokolova: 7,
  kovaleva: 0,
  zhukov: 0,
  eremina: 4,
  akhmetov: 3,
  nikitina: 4,
  kuzmin: 11,
  volkova: 12,
  lapin: 5,
  fomina: 13,
};

/** All telephony rows of that morning, missed and short ones included. */
export const callRowsThisMorning = 126;

/** Wholesale deals that reached each stage in the last twelve months and were closed, and those of them won. */
export const wholesaleStageHistory = {
  entered: [412, 358, 291, 214, 91, 62, 49, 12],
  won: [57, 55, 54, 52, 50, 49, 48, 12],
  since: '2025-11-16 00:00',
} as const;

/** Open deals with gaps in their data. */
export const openDealsWithoutAmount = 42;
export const openDealsWithoutCloseDate = 18;

/** A portal's working calendar as its settings keep it. */
export const workingCalendar = {
  workTimeStart: '9',
  workTimeEnd: '18',
  weekHolidays: ['SA', 'SU'],
  yearHolidays: ['1.01', '2.01', '3.01', '4.01', '5.01', '6.01', '7.01', '8.01', '23.02', '8.03', '1.05', '9.05', '12.06', '4.11'],
  yearWorkdays: [],
} as const;
