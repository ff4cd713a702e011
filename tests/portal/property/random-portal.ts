import { smallPortal } from '#support/small-portal.ts';
import type {
  PortalActivity,
  PortalCall,
  PortalData,
  PortalDeal,
  PortalInvoice,
  PortalLead,
  PortalStageMove,
} from '#portal-emulator/portal-data.ts';

export interface PortalRecipe {
  readonly seed: number;
  readonly rows: number;
  readonly timeZone: string;
}

export const zones = ['Europe/Moscow', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
export const titles = ['', 'Сделка', 'сделка 100%', 'a_b', 'aXb', 'A%B', '50_50', 'Ёлка 🎄', '.*(+)', 'Straße', '0', 'x'];
export const amounts = ['0.00', '0.10', '12.00', '100.00', '100.50', '-5.00', '99999999.99'];
export const days = ['2026-03-28', '2026-03-29', '2026-10-25', '2026-11-01', '2026-11-16'];
/** Seconds around midnight in the zones above and around their changes of the clock. */
export const moments = [
  '2026-03-28T23:59:59Z',
  '2026-03-29T00:59:59Z',
  '2026-03-29T01:00:00Z',
  '2026-04-04T14:59:59Z',
  '2026-04-04T15:00:00Z',
  '2026-10-24T22:00:00Z',
  '2026-10-25T00:30:00Z',
  '2026-10-25T01:30:00Z',
  '2026-11-01T05:59:59Z',
  '2026-11-01T06:00:00Z',
  '2026-11-15T20:59:59Z',
  '2026-11-15T21:00:00Z',
  '2026-11-15T18:15:00Z',
  '2026-11-16T05:00:00Z',
];
export const stages = ['NEW', 'PREPARATION', 'EXECUTING', 'WON', 'LOSE'];
export const people = { admin: 1, head: 2, anna: 3, boris: 4, vera: 5, gleb: 6 } as const;

/** Everybody's rows; Vera works below the head's department, Gleb beside it. */
export function randomPortal({ seed, rows, timeZone }: PortalRecipe): PortalData {
  const base = smallPortal();
  const random = createRandom(seed);
  const [, , anna] = base.users;
  if (!anna) throw new Error('nobody to copy');
  const many = <Row>(build: (id: number) => Row): Row[] => idsOf(random, rows).map(build);
  const deals = many((id) => dealOf(random, id));
  const quotes = many((id) => documentOf(random, id));
  return {
    ...base,
    timeZone,
    users: [...base.users, { ...anna, id: people.vera, departmentIds: [3] }, { ...anna, id: people.gleb, departmentIds: [4] }],
    departments: [
      ...base.departments,
      { id: 3, name: 'Группа', parentId: 2, headId: null, sort: 300 },
      { id: 4, name: 'Склад', parentId: 1, headId: null, sort: 400 },
    ],
    companies: many((id) => ({ id, title: random.of(titles) })),
    deals,
    leads: many((id) => leadOf(random, id)),
    quotes,
    invoices: quotes.map((quote): PortalInvoice => ({ ...quote, categoryId: random.of([1, 2]), movedAt: random.of(moments) })),
    stageHistory: deals.length === 0 ? [] : many((id) => moveOf(random, id, random.of(deals).id)),
    activities: many((id) => activityOf(random, id)),
    calls: many((id) => callOf(random, id)),
  };
}

export interface Random {
  of<Item>(list: readonly Item[]): Item;
  isLucky(): boolean;
}

function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    of<Item>(list: readonly Item[]): Item {
      return list[Math.floor(next() * list.length)] as Item;
    },
    isLucky: () => next() < 0.5,
  };
}

/** Ids with gaps in every other portal. */
function idsOf(random: Random, rows: number): number[] {
  const hasGaps = random.isLucky();
  let id = 0;
  return Array.from({ length: rows }, () => (id += hasGaps ? random.of([1, 1, 2, 5]) : 1));
}

const everybody = Object.values(people);
const companyIds = [null, 1, 2, 3, 60] as const;

function dealOf(random: Random, id: number): PortalDeal {
  return {
    id,
    title: random.of(titles),
    categoryId: 0,
    stageId: random.of(stages),
    amount: random.of(amounts),
    currency: random.of(['RUB', 'USD']),
    companyId: random.of(companyIds),
    leadId: random.of(companyIds),
    responsibleId: random.of(everybody),
    createdById: random.of(everybody),
    createdAt: random.of(moments),
    modifiedAt: random.of(moments),
    movedAt: random.of(moments),
    closeDate: random.of([null, ...days]),
    isRepeat: random.isLucky(),
  };
}

function leadOf(random: Random, id: number): PortalLead {
  const { title, amount, currency, companyId, responsibleId, createdAt, modifiedAt, movedAt } = dealOf(random, id);
  const statusId = random.of(['NEW', 'IN_PROCESS', 'CONVERTED', 'JUNK']);
  return { id, title, statusId, amount, currency, companyId, responsibleId, createdAt, modifiedAt, movedAt };
}

function documentOf(random: Random, id: number): Omit<PortalInvoice, 'categoryId' | 'movedAt'> {
  const { title, amount, currency, companyId, responsibleId, createdAt, modifiedAt, closeDate } = dealOf(random, id);
  const rest = { dealId: companyId, stageId: random.of(['DRAFT', 'SENT']), issuedOn: random.of([null, ...days]), dueOn: closeDate };
  return { id, title, number: random.of(titles), amount, currency, companyId, responsibleId, createdAt, modifiedAt, ...rest };
}

function moveOf(random: Random, id: number, dealId: number): PortalStageMove {
  const semantics = random.of(['P', 'S', 'F'] as const);
  return {
    id,
    typeId: random.of([1, 2, 3, 5] as const),
    dealId,
    categoryId: 0,
    stageId: random.of(stages),
    semantics,
    at: random.of(moments),
  };
}

function activityOf(random: Random, id: number): PortalActivity {
  return {
    id,
    typeId: random.of([1, 2, 4, 6] as const),
    providerId: random.of(['CRM_MEETING', 'VOXIMPLANT_CALL']),
    ownerTypeId: random.of([1, 2, 4] as const),
    ownerId: random.of([1, 2, 3, 60]),
    responsibleId: random.of(everybody),
    direction: random.of([0, 1, 2] as const),
    isCompleted: random.isLucky(),
    subject: random.of(titles),
    createdAt: random.of(moments),
    startAt: random.of(moments),
    modifiedAt: random.of(moments),
    deadline: random.of([null, ...moments]),
  };
}

function callOf(random: Random, id: number): PortalCall {
  return {
    id,
    userId: random.of(everybody),
    type: random.of([1, 2, 3] as const),
    seconds: random.of([0, 15, 60]),
    code: random.of(['200', '304', '603-S']),
    startedAt: random.of(moments),
    phone: random.of(['+79000000001', '100_200', '79%']),
    crmEntity: random.of([null, { type: 'COMPANY', id: 1 }, { type: 'LEAD', id: 3 }] as const),
    activityId: null,
  };
}
