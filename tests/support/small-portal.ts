import type {
  PortalActivity,
  PortalCall,
  PortalData,
  PortalDeal,
  PortalLead,
  PortalStageMove,
  PortalStatus,
  PortalUser,
} from '#portal-emulator/portal-data.ts';

/** The moment tests of the small portal usually call "now": Monday, 16 November 2026, 10:42 in Moscow. */
export const smallPortalNow = new Date('2026-11-16T07:42:00Z');

/** People of the small portal by the part they play in a test. */
export const smallPortalPeople = { admin: 1, head: 2, anna: 3, boris: 4 } as const;

const dayMs = 86_400_000;
const firstDay = Date.parse('2026-09-01T07:00:00Z');
const sellers = [smallPortalPeople.anna, smallPortalPeople.boris, smallPortalPeople.head] as const;

/** Two departments, four people, one pipeline of five stages, sixty deals with their history, twelve leads, calls. */
export function smallPortal(): PortalData {
  const deals = Array.from({ length: 60 }, (_, index) => buildDeal(index + 1));
  const calls = Array.from({ length: 130 }, (_, index) => buildCall(index + 1));
  return {
    title: 'Маленький портал',
    timeZone: 'Europe/Moscow',
    language: 'ru',
    baseCurrency: 'RUB',
    currencies: [
      { code: 'RUB', isBase: true, amount: '1.0000', amountCount: 1, decimals: 2 },
      { code: 'USD', isBase: false, amount: '80.0000', amountCount: 1, decimals: 2 },
    ],
    calendar: {
      workTimeStart: '9',
      workTimeEnd: '18',
      weekHolidays: ['SA', 'SU'],
      yearHolidays: ['1.01', '7.01', '23.02', '8.03', '1.05', '9.05', '12.06', '4.11'],
      yearWorkdays: [],
    },
    users: buildUsers(),
    departments: [
      { id: 1, name: 'Компания', parentId: null, headId: smallPortalPeople.admin, sort: 100 },
      { id: 2, name: 'Отдел продаж', parentId: 1, headId: smallPortalPeople.head, sort: 200 },
    ],
    categories: [{ id: 0, name: 'Продажи', sort: 100, isDefault: true }],
    statuses: [...dealStages, ...leadStatuses],
    companies: Array.from({ length: 10 }, (_, index) => ({ id: index + 1, title: `Компания ${index + 1}` })),
    deals,
    leads: Array.from({ length: 12 }, (_, index) => buildLead(index + 1)),
    stageHistory: buildHistory(deals),
    calls,
    activities: calls.flatMap((call) => (call.activityId === null ? [] : [buildActivity(call, call.activityId)])),
  };
}

function buildUsers(): PortalUser[] {
  const everyone = { isActive: true, timeZone: '', registeredOn: '2026-08-24' } as const;
  return [
    {
      ...everyone,
      id: 1,
      name: 'Ольга',
      lastName: 'Зимина',
      position: 'Администратор',
      isAdmin: true,
      departmentIds: [1],
      story: { ru: 'Администратор портала', en: 'Portal administrator' },
    },
    {
      ...everyone,
      id: 2,
      name: 'Игорь',
      lastName: 'Рощин',
      position: 'Руководитель отдела',
      isAdmin: false,
      departmentIds: [2],
      story: { ru: 'Руководит отделом', en: 'Heads the department' },
    },
    {
      ...everyone,
      id: 3,
      name: 'Анна',
      lastName: 'Лебедева',
      position: 'Менеджер',
      isAdmin: false,
      departmentIds: [2],
      story: { ru: 'Ведёт сделки', en: 'Works on deals' },
    },
    { ...everyone, id: 4, name: 'Борис', lastName: 'Кольцов', position: 'Менеджер', isAdmin: false, departmentIds: [2] },
  ];
}

const dealStages: readonly PortalStatus[] = [
  { entityId: 'DEAL_STAGE', statusId: 'NEW', name: 'Новая', sort: 10, semantics: 'P', color: '#39A8EF' },
  { entityId: 'DEAL_STAGE', statusId: 'PREPARATION', name: 'Подготовка', sort: 20, semantics: 'P', color: '#2FC6F6' },
  { entityId: 'DEAL_STAGE', statusId: 'EXECUTING', name: 'Договор', sort: 30, semantics: 'P', color: '#55D0E0' },
  { entityId: 'DEAL_STAGE', statusId: 'WON', name: 'Успешна', sort: 40, semantics: 'S', color: '#7BD500' },
  { entityId: 'DEAL_STAGE', statusId: 'LOSE', name: 'Провалена', sort: 50, semantics: 'F', color: '#FF5752' },
];

const leadStatuses: readonly PortalStatus[] = [
  { entityId: 'STATUS', statusId: 'NEW', name: 'Не обработан', sort: 10, semantics: 'P', color: '#39A8EF' },
  { entityId: 'STATUS', statusId: 'IN_PROCESS', name: 'В работе', sort: 20, semantics: 'P', color: '#2FC6F6' },
  { entityId: 'STATUS', statusId: 'CONVERTED', name: 'Качественный', sort: 30, semantics: 'S', color: '#7BD500' },
  { entityId: 'STATUS', statusId: 'JUNK', name: 'Некачественный', sort: 40, semantics: 'F', color: '#FF5752' },
];

function buildDeal(id: number): PortalDeal {
  const stage = at(dealStages, id % dealStages.length);
  const createdAt = firstDay + (id - 1) * dayMs;
  const movedAt = createdAt + (stage.statusId === 'NEW' ? 0 : 10 * dayMs);
  return {
    id,
    title: `Сделка ${id}`,
    categoryId: 0,
    stageId: stage.statusId,
    amount: `${id * 10_000}.00`,
    currency: 'RUB',
    companyId: ((id - 1) % 10) + 1,
    leadId: null,
    responsibleId: at(sellers, id % sellers.length),
    createdById: smallPortalPeople.admin,
    createdAt: instant(createdAt),
    modifiedAt: instant(movedAt),
    movedAt: instant(movedAt),
    closeDate: id % 7 === 0 ? null : instant(createdAt + 30 * dayMs).slice(0, 10),
    isRepeat: id % 4 === 0,
  };
}

function buildLead(id: number): PortalLead {
  const status = at(leadStatuses, id % leadStatuses.length);
  const createdAt = instant(firstDay + id * 2 * dayMs);
  return {
    id,
    title: `Лид ${id}`,
    statusId: status.statusId,
    amount: `${id * 1000}.00`,
    currency: 'RUB',
    companyId: id % 3 === 0 ? id % 10 : null,
    responsibleId: at(sellers, id % sellers.length),
    createdAt,
    modifiedAt: createdAt,
    movedAt: createdAt,
  };
}

function buildHistory(deals: readonly PortalDeal[]): PortalStageMove[] {
  return deals
    .flatMap((deal) => {
      const created = { typeId: 1 as const, dealId: deal.id, categoryId: 0, stageId: 'NEW', semantics: 'P' as const, at: deal.createdAt };
      const stage = dealStages.find((candidate) => candidate.statusId === deal.stageId);
      if (!stage || stage.statusId === 'NEW') return [created];
      const typeId = stage.semantics === 'P' ? (2 as const) : (3 as const);
      return [created, { typeId, dealId: deal.id, categoryId: 0, stageId: stage.statusId, semantics: stage.semantics, at: deal.movedAt }];
    })
    .sort((left, right) => left.at.localeCompare(right.at) || left.dealId - right.dealId)
    .map((move, index) => ({ id: index + 1, ...move }));
}

function buildCall(id: number): PortalCall {
  const isAnswered = id % 5 !== 0;
  const companyId = (id % 10) + 1;
  return {
    id,
    userId: at(sellers, id % sellers.length),
    type: id % 4 === 0 ? 2 : 1,
    seconds: isAnswered ? 15 + (id % 9) * 20 : 0,
    code: isAnswered ? '200' : '304',
    startedAt: instant(Date.parse('2026-10-19T06:00:00Z') + id * 5 * 3_600_000),
    phone: `+7900000${String(1000 + (id % 40))}`,
    crmEntity: id % 3 === 0 ? { type: 'COMPANY', id: companyId } : null,
    activityId: id % 3 === 0 ? id / 3 : null,
  };
}

function buildActivity(call: PortalCall, id: number): PortalActivity {
  return {
    id,
    typeId: 2,
    providerId: 'VOXIMPLANT_CALL',
    ownerTypeId: 2,
    ownerId: (id % 60) + 1,
    responsibleId: call.userId,
    direction: call.type === 1 ? 2 : 1,
    isCompleted: true,
    subject: `Звонок ${call.phone}`,
    createdAt: call.startedAt,
    startAt: call.startedAt,
    modifiedAt: call.startedAt,
    deadline: null,
  };
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`nothing at ${index}`);
  return found;
}

function instant(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('.000Z', 'Z');
}
