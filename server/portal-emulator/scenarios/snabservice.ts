import type { PortalData, PortalDeal } from '../portal-data.ts';
import { toActivities, toCalls } from './activity-rows.ts';
import { createCatalogue } from './catalogue.ts';
import { clientContacts } from './client-contacts.ts';
import { clientTypeField, withClientTypes } from './client-types.ts';
import { clientsOfCalls } from './call-clients.ts';
import { type CallDraft, callRows, telephonySince } from './calls.ts';
import { type CompanyNames, createCompanyNames, progress } from './company-names.ts';
import type { DealDraft } from './deal-draft.ts';
import { routeField, withRoutes } from './deal-routes.ts';
import { dealTasks } from './deal-tasks.ts';
import { createDocuments } from './documents.ts';
import { soldGoods } from './sold-goods.ts';
import { toCompanies, toDeals, toStageHistory } from './deal-rows.ts';
import { withLeadCalls } from './lead-calls.ts';
import { createLeads } from './leads.ts';
import { moscow } from './moscow-time.ts';
import { workingCalendar } from './november.ts';
import { numberDeals } from './number-deals.ts';
import { openDeals } from './open-deals.ts';
import { otherHistory } from './other-history.ts';
import { departments, headOf, users } from './people.ts';
import { categories, statuses } from './pipelines.ts';
import { planWins } from './planned-wins.ts';
import { createSeededRandom, itemAt } from './seeded-random.ts';
import { type DealTouch, dealTouches } from './touches.ts';
import { wholesaleHistory } from './wholesale-history.ts';

/** The invented company «Снабсервис» as its portal knows it on Monday, 16 November 2026, 10:42 in Moscow. */
export function createSnabservice(): PortalData {
  const drafts = allDeals();
  const { touches, calls } = allTouches(drafts);
  const { leads, leadOf } = createLeads(createSeededRandom(505), drafts);
  const numbered = numberDeals(drafts);
  const companies = toCompanies(numbered);
  const { activities, touchIds } = toActivities(numbered, touches);
  const companyIds = new Map(companies.map(({ id, title }) => [title, id]));
  const companiesOf = Map.groupBy(drafts, ({ responsible }) => responsible);
  const otherClients = clientsOfCalls(createSeededRandom(604), calls, (seller) => [
    ...new Set((companiesOf.get(seller) ?? []).slice(-60).flatMap(({ company }) => companyIds.get(company ?? '') ?? [])),
  ]);
  const held = toCalls(calls, touchIds, companyIds, otherClients);
  const lastTouchOf = new Map(touches.map((touch) => [touch.deal, touch.at]));
  const deals = withRoutes(toDeals(numbered, { companies, leadOf, lastTouchOf }));
  const current = deals.filter(isCurrent);
  const { quotes, invoices, ...money } = createDocuments(createSeededRandom(601), current);
  return {
    title: 'Снабсервис',
    timeZone: 'Europe/Moscow',
    language: 'ru',
    baseCurrency: 'RUB',
    currencies: [{ code: 'RUB', isBase: true, amount: '1.0000', amountCount: 1, decimals: 2 }],
    calendar: workingCalendar,
    users,
    departments,
    categories,
    statuses,
    companies: withClientTypes(companies, numbered),
    deals,
    leads,
    stageHistory: toStageHistory(numbered),
    ...withLeadCalls(createSeededRandom(604), leads, { calls: held, activities }),
    quotes,
    invoices,
    records: {
      ...createCatalogue(),
      ...money,
      contacts: clientContacts(numbered, companies),
      userFields: [clientTypeField, routeField],
      productRows: soldGoods(createSeededRandom(602), current),
      tasks: dealTasks(createSeededRandom(603), { deals: current.filter(isOpen), count: 40, headOf }),
    },
  };
}

const isOpen = ({ stageId }: PortalDeal): boolean => !/(WON|LOSE)$/.test(stageId);

/** Goods and documents are kept since the autumn. */
const isCurrent = (deal: PortalDeal): boolean => isOpen(deal) || (deal.stageId.endsWith('WON') && deal.movedAt >= '2026-09-01');

function allDeals(): DealDraft[] {
  const names = createCompanyNames(createSeededRandom(101));
  const wins = Map.groupBy(planWins(createSeededRandom(202)), (win) => win.team);
  const closed = [
    ...wholesaleHistory(createSeededRandom(301), names, wins.get('wholesale') ?? []),
    ...otherHistory(createSeededRandom(302), names, 'keys', wins.get('keys') ?? []),
    ...otherHistory(createSeededRandom(303), names, 'fresh', wins.get('fresh') ?? []),
  ];
  return [...withProgressOrders(closed), ...allOpen(names)];
}

function allOpen(names: CompanyNames): DealDraft[] {
  return openDeals(createSeededRandom(304), names);
}

/** «Повторный клиент, 3 выигранные сделки»: three of Petrov's repeat orders were of «Прогресс». */
function withProgressOrders(deals: readonly DealDraft[]): DealDraft[] {
  const orders = deals
    .filter((deal) => deal.responsible === 'petrov' && deal.outcome === 'won' && deal.moves.length === 0)
    .sort((left, right) => (left.closedAt ?? 0) - (right.closedAt ?? 0));
  const chosen = new Set([0.3, 0.6, 0.85].map((share) => itemAt(orders, Math.floor(orders.length * share))));
  return deals.map((deal) => (chosen.has(deal) ? { ...deal, company: progress, title: 'СИЗ, плановая отгрузка' } : deal));
}

/** Since telephony is connected every call on a deal is a row of it; what found no row went by letter. */
function allTouches(drafts: readonly DealDraft[]): { touches: readonly DealTouch[]; calls: readonly CallDraft[] } {
  const touches = dealTouches(createSeededRandom(401), drafts);
  const connectedAt = moscow(`${telephonySince} 00:00`);
  const calls = callRows(
    createSeededRandom(402),
    touches.filter((touch) => touch.at >= connectedAt),
  );
  const withRow = new Set(calls.map((call) => call.touch));
  const written = touches.map((touch) =>
    touch.kind !== 'call' || touch.at < connectedAt || withRow.has(touch)
      ? touch
      : ({ ...touch, kind: 'mail', subject: 'Переписка по сделке' } as const),
  );
  return { touches: written, calls };
}
