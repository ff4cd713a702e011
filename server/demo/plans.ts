/** Revenue in thousands of roubles for the month, calls longer than 30 s per working day. */
export interface PersonTarget {
  readonly userId: number;
  readonly revenue: number;
  readonly calls: number;
  readonly newClients?: number;
  /** Revenue by clients in thousands: companies of the portal by their ids, and groups that have a name only. */
  readonly clients?: readonly {
    readonly client: `company:${number}` | `group:${string}`;
    readonly title: string;
    readonly revenue: number;
  }[];
}

/** A published version; what it does not name stays as in the version before. */
export interface PlanVersion {
  readonly month: string;
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: number;
  readonly reason: string;
  readonly rationale: string;
  readonly company: number | null;
  readonly departments: readonly { readonly departmentId: number; readonly revenue: number }[];
  readonly people: readonly PersonTarget[];
}

/** What a person did with a sheet; `decision: null` has only opened it. */
export interface SheetAnswer {
  readonly month: string;
  readonly version: number;
  readonly userId: number;
  readonly openedAt: string;
  readonly decision: 'signed' | 'signed-with-objections' | null;
  readonly decidedAt: string | null;
  readonly text: string | null;
}

function petrovClients(avtodor: number): NonNullable<PersonTarget['clients']> {
  return [
    { client: 'company:1414', title: 'Завод «Прогресс»', revenue: 1400 },
    { client: 'company:164', title: '«УралТехСнаб»', revenue: 1000 },
    { client: 'company:986', title: '«Автодор-Сервис»', revenue: avtodor },
    { client: 'group:Остальные постоянные', title: 'Остальные постоянные', revenue: 900 },
    { client: 'group:Новые клиенты', title: 'Новые клиенты', revenue: 600 },
  ];
}

/** Times are instants in UTC; Moscow is three hours ahead. */
export const planVersions: readonly PlanVersion[] = [
  {
    month: '2026-11',
    version: 1,
    publishedAt: '2026-10-26T07:05:00.000Z',
    publishedBy: 2,
    reason: '',
    rationale: 'Ноябрь по сезону, с учётом двадцати рабочих дней.',
    company: 48_000,
    departments: [
      { departmentId: 2, revenue: 19_000 },
      { departmentId: 3, revenue: 18_000 },
      { departmentId: 4, revenue: 11_000 },
    ],
    people: [
      { userId: 9, revenue: 4800, calls: 20 },
      { userId: 7, revenue: 4460, calls: 20 },
      { userId: 6, revenue: 4200, calls: 20 },
      { userId: 8, revenue: 3600, calls: 20 },
      { userId: 18, revenue: 1940, calls: 25 },
      { userId: 13, revenue: 5600, calls: 12 },
      { userId: 11, revenue: 4400, calls: 12 },
      { userId: 10, revenue: 4200, calls: 10 },
      { userId: 12, revenue: 3800, calls: 12 },
      { userId: 17, revenue: 3200, calls: 35 },
      { userId: 15, revenue: 2800, calls: 35 },
      { userId: 14, revenue: 2600, calls: 15 },
      { userId: 16, revenue: 2400, calls: 35 },
    ],
  },
  {
    month: '2026-12',
    version: 1,
    publishedAt: '2026-11-06T13:40:00.000Z',
    publishedBy: 2,
    reason: '',
    rationale: 'Расчёт даёт 50,82 млн, но поставщик СИЗ подтвердил отгрузку не более чем на 50,00 млн: план ограничен поставками.',
    company: 50_000,
    departments: [
      { departmentId: 2, revenue: 20_000 },
      { departmentId: 3, revenue: 18_600 },
      { departmentId: 4, revenue: 11_400 },
    ],
    people: [],
  },
  {
    month: '2026-12',
    version: 2,
    publishedAt: '2026-11-09T08:20:00.000Z',
    publishedBy: 2,
    reason: 'План отделов разложен по людям.',
    rationale: '',
    company: null,
    departments: [],
    people: [
      { userId: 9, revenue: 5100, calls: 20 },
      { userId: 7, revenue: 4800, calls: 22, newClients: 5, clients: petrovClients(900) },
      { userId: 6, revenue: 4200, calls: 20 },
      { userId: 8, revenue: 3850, calls: 20 },
      { userId: 18, revenue: 2700, calls: 25 },
      { userId: 13, revenue: 5900, calls: 12 },
      { userId: 11, revenue: 4500, calls: 12 },
      { userId: 10, revenue: 4300, calls: 10 },
      { userId: 12, revenue: 3900, calls: 12 },
      { userId: 17, revenue: 3400, calls: 35 },
      { userId: 15, revenue: 2900, calls: 35 },
      { userId: 14, revenue: 2700, calls: 15 },
      { userId: 16, revenue: 2400, calls: 35 },
    ],
  },
  {
    month: '2026-12',
    version: 3,
    publishedAt: '2026-11-13T13:15:00.000Z',
    publishedBy: 5,
    reason: 'Выручка: «Автодор-Сервис» перенёс закупку на январь. Звонки: два дня обучения, 10 и 11 декабря. Решение планёрки 13 ноября.',
    rationale: '',
    company: null,
    departments: [],
    people: [{ userId: 7, revenue: 4600, calls: 20, newClients: 4, clients: petrovClients(700) }],
  },
];

/** What a head has added to the forecast of a person, in thousands of roubles. */
export const forecastAdjustment = {
  at: '2026-11-12T13:10:00.000Z',
  setBy: 10,
  userId: 13,
  month: '2026-11',
  thousands: 600,
  /** The open deal that it holds, by what it is worth, thousands. */
  amount: 1090,
  reason: 'Годовой контракт согласован устно, подпись назначена на 20 ноября.',
} as const;

/** From the evening of the review on the company signs with PINs, and spreads a plan before signing it. */
export const rulesChange = {
  at: '2026-11-13T14:30:00.000Z',
  userId: 1,
  rules: {
    level: 'L2',
    isBreakdownRequired: true,
    answerWorkdays: 3,
    remindEveryWorkdays: 2,
    escalateAfterWorkdays: 1,
    quizAfterWorkdays: 5,
    quizPassPercent: 80,
    quizAttempts: 3,
  },
} as const;

const november = { month: '2026-11', version: 1, text: null } as const;
const december = { month: '2026-12', version: 2, text: null } as const;
const signed = { decision: 'signed' } as const;
const onlyOpened = { decision: null, decidedAt: null } as const;

/** In the order it happened; who is not named for a version has not opened it. */
export const sheetAnswers: readonly SheetAnswer[] = [
  { ...november, ...signed, userId: 10, openedAt: '2026-10-26T07:31:00.000Z', decidedAt: '2026-10-26T07:38:00.000Z' },
  { ...november, ...signed, userId: 9, openedAt: '2026-10-26T08:02:00.000Z', decidedAt: '2026-10-26T08:06:00.000Z' },
  { ...november, ...signed, userId: 14, openedAt: '2026-10-26T09:15:00.000Z', decidedAt: '2026-10-26T09:24:00.000Z' },
  { ...november, ...signed, userId: 7, openedAt: '2026-10-26T12:40:00.000Z', decidedAt: '2026-10-26T12:52:00.000Z' },
  { ...november, ...signed, userId: 13, openedAt: '2026-10-26T13:20:00.000Z', decidedAt: '2026-10-26T13:26:00.000Z' },
  { ...november, ...signed, userId: 17, openedAt: '2026-10-27T06:44:00.000Z', decidedAt: '2026-10-27T06:49:00.000Z' },
  { ...november, ...signed, userId: 12, openedAt: '2026-10-27T07:10:00.000Z', decidedAt: '2026-10-27T07:21:00.000Z' },
  { ...november, ...signed, userId: 8, openedAt: '2026-10-27T11:35:00.000Z', decidedAt: '2026-10-27T11:47:00.000Z' },
  { ...november, ...onlyOpened, userId: 18, openedAt: '2026-10-28T08:05:00.000Z' },
  { ...november, ...signed, userId: 16, openedAt: '2026-10-28T09:52:00.000Z', decidedAt: '2026-10-28T09:58:00.000Z' },
  { ...november, ...signed, userId: 15, openedAt: '2026-10-28T13:04:00.000Z', decidedAt: '2026-10-28T13:15:00.000Z' },
  { ...november, ...signed, userId: 6, openedAt: '2026-10-30T12:22:00.000Z', decidedAt: '2026-10-30T12:41:00.000Z' },
  { ...november, ...onlyOpened, userId: 11, openedAt: '2026-10-30T14:10:00.000Z' },
  { ...december, ...signed, userId: 9, openedAt: '2026-11-09T08:45:00.000Z', decidedAt: '2026-11-09T08:50:00.000Z' },
  { ...december, ...signed, userId: 10, openedAt: '2026-11-09T09:12:00.000Z', decidedAt: '2026-11-09T09:20:00.000Z' },
  { ...december, ...signed, userId: 13, openedAt: '2026-11-09T12:05:00.000Z', decidedAt: '2026-11-09T12:11:00.000Z' },
  { ...december, ...signed, userId: 7, openedAt: '2026-11-09T13:30:00.000Z', decidedAt: '2026-11-10T07:25:00.000Z' },
  { ...december, ...signed, userId: 14, openedAt: '2026-11-10T06:35:00.000Z', decidedAt: '2026-11-10T06:44:00.000Z' },
  { ...december, ...signed, userId: 17, openedAt: '2026-11-10T08:18:00.000Z', decidedAt: '2026-11-10T08:24:00.000Z' },
  { ...december, ...signed, userId: 12, openedAt: '2026-11-10T11:02:00.000Z', decidedAt: '2026-11-10T11:15:00.000Z' },
  { ...december, ...signed, userId: 15, openedAt: '2026-11-11T07:40:00.000Z', decidedAt: '2026-11-11T07:52:00.000Z' },
  { ...december, ...signed, userId: 18, openedAt: '2026-11-11T09:05:00.000Z', decidedAt: '2026-11-11T09:31:00.000Z' },
  { ...december, ...signed, userId: 16, openedAt: '2026-11-11T12:47:00.000Z', decidedAt: '2026-11-11T12:53:00.000Z' },
  {
    ...december,
    userId: 8,
    openedAt: '2026-11-12T07:15:00.000Z',
    decision: 'signed-with-objections',
    decidedAt: '2026-11-12T07:48:00.000Z',
    text: 'В плане не учтён уход „ТехноРемонта“',
  },
  { ...december, ...signed, userId: 6, openedAt: '2026-11-12T13:20:00.000Z', decidedAt: '2026-11-12T13:36:00.000Z' },
];
