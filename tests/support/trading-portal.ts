import type { PortalData } from '#portal-emulator/portal-data.ts';
import type { GivenRecords } from '#portal-emulator/records/collections.ts';
import { smallPortal, smallPortalPeople } from './small-portal.ts';

const { admin, anna, boris } = smallPortalPeople;
const morning = '2026-11-10T07:00:00Z';

/** The small portal with everything it sells by: quotes, invoices, payments, goods, tasks. */
export function tradingPortal(): PortalData {
  const data = smallPortal();
  const deals = data.deals.map((deal) => (deal.id === 3 ? { ...deal, leadId: 2 } : deal));
  return { ...data, deals, quotes: buildQuotes(), invoices: buildInvoices(), records: buildRecords() };
}

const document = {
  amount: '1200.00',
  currency: 'RUB',
  companyId: 1,
  responsibleId: anna,
  createdAt: morning,
  modifiedAt: morning,
  issuedOn: '2026-11-10',
  dueOn: '2026-11-20',
} as const;

const buildQuotes = () => [
  { ...document, id: 1, title: 'Предложение 1', number: '1', stageId: 'SENT', dealId: 1, details: { TAX_VALUE: '200.00' } },
  { ...document, id: 2, title: 'Предложение 2', number: '2', stageId: 'APPROVED', dealId: 3, currency: 'USD', issuedOn: null, dueOn: null },
  { ...document, id: 3, title: 'Предложение 3', number: '3', stageId: 'DECLAINED', dealId: null, companyId: null },
];

const buildInvoices = () => [
  { ...document, id: 1, title: 'Счёт 1', number: '1', categoryId: 1, stageId: 'DT31_1:P', dealId: 3, movedAt: '2026-11-12T07:00:00Z' },
  {
    ...document,
    id: 2,
    title: 'Счёт 2',
    number: '2',
    categoryId: 1,
    stageId: 'DT31_1:S',
    dealId: 4,
    movedAt: morning,
    responsibleId: boris,
    details: { PARENT_ID_7: 2, TAX_VALUE: '200.00' },
  },
  { ...document, id: 3, title: 'Счёт 3', number: '3', categoryId: 1, stageId: 'DT31_1:D', dealId: null, movedAt: morning },
];

const payment = {
  isPaid: true,
  paidById: admin,
  billedAt: morning,
  paySystemId: 1,
  paySystemName: 'Счёт',
  isCash: false,
  currency: 'RUB',
  responsibleId: admin,
  isReturned: false,
  returnedOn: null,
  comments: '',
} as const;

const productRow = {
  ownerType: 'D',
  discountTypeId: 1,
  discountRate: 0,
  discountSum: 0,
  taxRate: 20,
  isTaxIncluded: true,
  measureCode: 796,
  measureName: 'шт',
  sort: 10,
  xmlId: '',
  type: 1,
  storeId: null,
} as const;

const product = {
  code: '',
  xmlId: '',
  type: 1,
  isActive: true,
  previewText: null,
  measureId: 1,
  purchasingCurrency: 'RUB',
  quantity: 10,
  vatId: 1,
  isVatIncluded: true,
  createdById: admin,
  modifiedById: admin,
  createdAt: morning,
  changedAt: morning,
  sort: 100,
} as const;

const task = {
  description: '',
  priority: 1,
  mark: null,
  parentId: null,
  groupId: 0,
  stageId: 0,
  createdById: admin,
  accompliceIds: [],
  auditorIds: [],
  createdAt: morning,
  changedAt: morning,
  changedById: admin,
  statusChangedAt: morning,
  statusChangedById: admin,
  closedAt: null,
  closedById: null,
  activityAt: morning,
  startedAt: null,
  deadline: null,
  plannedStartAt: null,
  plannedEndAt: null,
  guid: '',
  xmlId: null,
  version: 1,
  timeEstimateSeconds: 0,
  isDeadlineOpen: true,
  isTimeTracked: false,
  isControlled: false,
  isInReport: false,
  skipsDaysOff: false,
  tags: [],
  parameterCodes: [],
  favoriteOf: [],
  views: [],
};

const event = {
  type: 'user',
  sectionId: 1,
  name: 'Отпуск',
  description: '',
  isAllDay: true,
  zoneFrom: '',
  zoneTo: '',
  createdById: admin,
  createdAt: morning,
  modifiedAt: morning,
  color: '',
  importance: 'normal',
  isPrivate: false,
  location: '',
  rule: null,
} as const;

function buildRecords(): GivenRecords {
  return {
    payments: [
      { ...payment, id: 1, orderId: 1, accountNumber: '1/1', sum: '500.00', paidAt: '2026-11-11T21:30:00Z' },
      { ...payment, id: 2, orderId: 1, accountNumber: '1/2', sum: '700.00', paidAt: null, isPaid: false, paidById: null },
      {
        ...payment,
        id: 3,
        orderId: 2,
        accountNumber: '2/1',
        sum: '10.00',
        currency: 'USD',
        paidAt: '2026-11-09T09:00:00Z',
        isReturned: true,
        returnedOn: '2026-11-13',
      },
      { ...payment, id: 4, orderId: 3, accountNumber: '3/1', sum: '50.00', paidAt: '2026-11-12T09:00:00Z' },
    ],
    orderBindings: [
      { id: 1, orderId: 1, ownerId: 1, ownerTypeId: 31 },
      { id: 2, orderId: 2, ownerId: 3, ownerTypeId: 2 },
    ],
    productCatalogs: [
      { id: 14, name: 'Товары', productIblockId: null, skuPropertyId: null, vatId: 1 },
      { id: 15, name: 'Варианты', productIblockId: 14, skuPropertyId: 41, vatId: 1 },
    ],
    productSections: [
      { id: 7, iblockId: 14, parentId: null, name: 'Крепёж', code: '', xmlId: '', sort: 10, isActive: true, description: '' },
    ],
    productProperties: [
      { ...property(40, 14), name: 'Бренд', code: 'BREND' },
      { ...property(41, 15), name: 'Товар', code: 'CML2_LINK', propertyType: 'E' },
      { ...property(42, 14), name: 'Цвет', code: 'COLOR' },
    ],
    catalogProducts: [
      {
        ...product,
        id: 100,
        iblockId: 14,
        sectionId: 7,
        name: 'Болт',
        purchasingPrice: '40.00',
        properties: [
          { propertyId: 40, values: [{ valueId: '1', value: 'Зубр' }] },
          { propertyId: 42, values: [{ valueId: '2', value: 'серый' }] },
        ],
      },
      {
        ...product,
        id: 101,
        iblockId: 15,
        sectionId: null,
        name: 'Болт М8',
        type: 4,
        purchasingPrice: '45.50',
        properties: [{ propertyId: 41, values: [{ valueId: '3', value: '100' }] }],
      },
      { ...product, id: 102, iblockId: 14, sectionId: null, name: 'Доставка', type: 7, purchasingPrice: null, properties: [] },
    ],
    productRows: [
      { ...productRow, id: 1, ownerId: 3, productId: 101, productName: 'Болт М8', price: 120, quantity: 2.5, discountSum: 10 },
      { ...productRow, id: 2, ownerId: 3, productId: 0, productName: 'Подгонка', price: 99.99, quantity: 1, taxRate: null },
      { ...productRow, id: 3, ownerId: 1, productId: 100, productName: 'Болт', price: 60, quantity: 10 },
      // Of a lost deal, whose goods nobody asks for.
      { ...productRow, id: 4, ownerId: 4, productId: 100, productName: 'Болт', price: 60, quantity: 10 },
    ],
    tasks: [
      {
        ...task,
        id: 1,
        title: 'Позвонить',
        status: 2,
        responsibleId: anna,
        deadline: '2026-11-17T15:00:00Z',
        crmCodes: ['D_3', 'CO_1', 'Tb1_5'],
      },
      { ...task, id: 2, title: 'Встреча', status: 5, responsibleId: boris, closedAt: '2026-11-12T08:00:00Z', crmCodes: ['L_2', 'SI_1'] },
      { ...task, id: 3, title: 'Отчёт', status: 3, responsibleId: anna, crmCodes: [] },
    ],
    calendarEvents: [
      {
        ...event,
        reminders: [],
        crmLinks: [],
        id: 1,
        parentId: 1,
        ownerId: anna,
        accessibility: 'absent',
        startAt: '2026-11-18T00:00:00Z',
        endAt: '2026-11-20T00:00:00Z',
      },
      {
        ...event,
        reminders: [],
        crmLinks: [],
        id: 2,
        parentId: 2,
        ownerId: anna,
        accessibility: 'busy',
        startAt: '2026-11-23T00:00:00Z',
        endAt: '2026-11-24T00:00:00Z',
      },
      {
        ...event,
        reminders: [],
        crmLinks: [],
        id: 3,
        parentId: 3,
        ownerId: boris,
        accessibility: 'absent',
        isAllDay: false,
        zoneFrom: 'Europe/Moscow',
        zoneTo: 'Europe/Moscow',
        startAt: '2026-11-17T07:00:00Z',
        endAt: '2026-11-17T09:00:00Z',
      },
    ],
    workTimes: [
      {
        id: 1,
        userId: anna,
        startedAt: '2026-11-12T06:00:00Z',
        endedAt: '2026-11-12T15:00:00Z',
        breakSeconds: 3600,
        state: 'CLOSED',
        isApproved: true,
      },
      { id: 2, userId: anna, startedAt: '2026-11-16T06:00:00Z', endedAt: null, breakSeconds: 0, state: 'OPENED', isApproved: true },
    ],
  };
}

function property(id: number, iblockId: number) {
  return { id, iblockId, propertyType: 'S', userType: null, isMultiple: false, isRequired: false, sort: 100, changedAt: morning } as const;
}
