/** What somebody set of a deal; times are instants in UTC, Moscow is three hours ahead. */
export interface DealAct {
  readonly at: string;
  readonly userId: number;
  /** Whose deal it is and what it is worth, thousands: that finds it. */
  readonly ownerId: number;
  readonly amount: number;
  readonly set: { readonly category: 'commit' | 'best' | 'pipeline' | 'omitted' } | { readonly percent: number; readonly reason: string };
}

export const dealActs: readonly DealAct[] = [
  { at: '2026-11-12T08:20:00.000Z', userId: 5, ownerId: 7, amount: 2400, set: { category: 'best' } },
  {
    ...{ at: '2026-11-13T12:05:00.000Z', userId: 10, ownerId: 13, amount: 1900 },
    set: { percent: 64, reason: 'Цена согласована, договор третий день у юристов клиента.' },
  },
];

/** What somebody submitted of the month, thousands. */
export interface Submission {
  readonly at: string;
  readonly userId: number;
  readonly scope: string;
  readonly value: number;
  readonly comment: string;
}

const lastMonday = (time: string): string => `2026-11-09T${time}:00.000Z`;
const thisMonday = (time: string): string => `2026-11-16T${time}:00.000Z`;
const own = (at: string, userId: number, value: number, comment = ''): Submission => ({
  ...{ at, userId, value, comment },
  scope: `person:${userId}`,
});
const ofDepartment = (at: string, userId: number, departmentId: number, value: number, comment: string): Submission => ({
  ...{ at, userId, value, comment },
  scope: `department:${departmentId}`,
});

/** Petrov's word stands beside a calculation that says less; Galiev and Zhukov have not said theirs; two are of the week before. */
export const submissions: readonly Submission[] = [
  own(lastMonday('06:30'), 9, 5100),
  own(lastMonday('06:34'), 7, 4500, 'Жду решения завода «Прогресс» до 20-го.'),
  own(lastMonday('06:41'), 6, 3400, 'Склад респираторов обещали оплатить на этой неделе.'),
  own(lastMonday('07:02'), 12, 4100),
  ofDepartment(lastMonday('08:10'), 10, 3, 17_200, 'Агромаш закроем до 25-го, остальное по плану.'),
  own(thisMonday('06:22'), 15, 2700),
  own(thisMonday('06:31'), 9, 5300, 'Спецодежда для «ТеплоЭнерго» на этой неделе.'),
  own(thisMonday('06:35'), 17, 3100),
  own(thisMonday('06:44'), 7, 4400, 'С «Прогрессом» встреча во вторник, без неё будет 3,4.'),
  own(thisMonday('06:52'), 8, 3200),
  own(thisMonday('07:04'), 13, 6300, 'Метизы подпишут до 20-го, если юристы не вернут правки.'),
  own(thisMonday('07:09'), 16, 2900),
  ofDepartment(thisMonday('07:15'), 14, 4, 11_600, 'Идём чуть выше плана, держимся на повторных.'),
  ofDepartment(thisMonday('07:21'), 5, 2, 16_300, 'Орлова и Галиева считаю осторожно, «Прогресс» не закладываю целиком.'),
];
