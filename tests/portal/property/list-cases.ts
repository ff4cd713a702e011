import type {
  PortalActivity,
  PortalCall,
  PortalData,
  PortalDeal,
  PortalInvoice,
  PortalLead,
  PortalQuote,
  PortalStageMove,
} from '#portal-emulator/portal-data.ts';
import type { Column, Kind } from './list-model.ts';
import { people } from './random-portal.ts';

/** One list of the portal: how it is asked and what its rows are, in the words of its page. */
export interface ListCase<Row extends { readonly id: number }> {
  readonly method: string;
  readonly entityTypeId?: number;
  readonly isUniversal: boolean;
  readonly idName: 'ID' | 'id';
  readonly columns: readonly Column<Row>[];
  readonly rows: (data: PortalData) => readonly Row[];
  readonly isSeenBy: (row: Row, userId: number, data: PortalData) => boolean;
  readonly fallbackOrder?: string;
  readonly signs?: readonly string[];
}

export type AnyCase = ListCase<{ readonly id: number }>;

/** Heads see their department with all below it. */
function sees(userId: number, ownerId: number): boolean {
  if (userId === people.admin) return true;
  const below: readonly number[] = [people.anna, people.boris, people.vera];
  return userId === ownerId || (userId === people.head && below.includes(ownerId));
}

type Owned = { readonly responsibleId: number };
const byResponsible = (row: Owned, userId: number): boolean => sees(userId, row.responsibleId);
const seesDeal = (id: number, userId: number, data: PortalData): boolean =>
  data.deals.some((deal) => deal.id === id && sees(userId, deal.responsibleId));
const seesLead = (id: number, userId: number, data: PortalData): boolean =>
  data.leads.some((lead) => lead.id === id && sees(userId, lead.responsibleId));

function column<Row>(names: string, kind: Kind, of: Column<Row>['of']): { classic: Column<Row>; item: Column<Row> } {
  const [classic = '', item = ''] = names.split(' ');
  return { classic: { name: classic, kind, of }, item: { name: item, kind, of } };
}

type Names = 'classic' | 'item';
const named = <Row>(columns: readonly ReturnType<typeof column<Row>>[], names: Names): Column<Row>[] => columns.map((both) => both[names]);

const semantics: Readonly<Record<string, string>> = { WON: 'S', LOSE: 'F' };

const deals = [
  column<PortalDeal>('ID id', 'whole', (deal) => deal.id),
  column<PortalDeal>('TITLE title', 'words', (deal) => deal.title),
  column<PortalDeal>('STAGE_ID stageId', 'code', (deal) => deal.stageId),
  column<PortalDeal>('STAGE_SEMANTIC_ID stageSemanticId', 'code', (deal) => semantics[deal.stageId] ?? 'P'),
  column<PortalDeal>('CLOSED closed', 'flag', (deal) => semantics[deal.stageId] !== undefined),
  column<PortalDeal>('OPPORTUNITY opportunity', 'number', (deal) => deal.amount),
  column<PortalDeal>('CURRENCY_ID currencyId', 'code', (deal) => deal.currency),
  column<PortalDeal>('COMPANY_ID companyId', 'whole', (deal) => deal.companyId),
  column<PortalDeal>('ASSIGNED_BY_ID assignedById', 'whole', (deal) => deal.responsibleId),
  column<PortalDeal>('DATE_CREATE createdTime', 'moment', (deal) => deal.createdAt),
  column<PortalDeal>('DATE_MODIFY updatedTime', 'moment', (deal) => deal.modifiedAt),
  column<PortalDeal>('MOVED_TIME movedTime', 'moment', (deal) => deal.movedAt),
  column<PortalDeal>('CLOSEDATE closedate', 'day', (deal) => deal.closeDate),
  column<PortalDeal>('IS_RETURN_CUSTOMER isReturnCustomer', 'flag', (deal) => deal.isRepeat),
];

const leads = [
  column<PortalLead>('ID id', 'whole', (lead) => lead.id),
  column<PortalLead>('TITLE title', 'words', (lead) => lead.title),
  column<PortalLead>('STATUS_ID stageId', 'code', (lead) => lead.statusId),
  column<PortalLead>('OPPORTUNITY opportunity', 'number', (lead) => lead.amount),
  column<PortalLead>('COMPANY_ID companyId', 'whole', (lead) => lead.companyId),
  column<PortalLead>('ASSIGNED_BY_ID assignedById', 'whole', (lead) => lead.responsibleId),
  column<PortalLead>('DATE_CREATE createdTime', 'moment', (lead) => lead.createdAt),
  column<PortalLead>('DATE_MODIFY updatedTime', 'moment', (lead) => lead.modifiedAt),
];

const documents = [
  column<PortalQuote>('ID id', 'whole', (row) => row.id),
  column<PortalQuote>('TITLE title', 'words', (row) => row.title),
  column<PortalQuote>('STAGE_ID stageId', 'code', (row) => row.stageId),
  column<PortalQuote>('OPPORTUNITY opportunity', 'number', (row) => row.amount),
  column<PortalQuote>('COMPANY_ID companyId', 'whole', (row) => row.companyId),
  column<PortalQuote>('UPDATED_TIME updatedTime', 'moment', (row) => row.modifiedAt),
  column<PortalQuote>('BEGINDATE begindate', 'day', (row) => row.issuedOn),
  column<PortalQuote>('CLOSEDATE closedate', 'day', (row) => row.dueOn),
];

const invoices = [
  ...documents,
  column<PortalInvoice>('PARENT_ID_2 parentId2', 'whole', (row) => row.dealId),
  column<PortalInvoice>('MOVED_TIME movedTime', 'moment', (row) => row.movedAt),
];

const companies = [
  column<PortalData['companies'][number]>('ID id', 'whole', (row) => row.id),
  column<PortalData['companies'][number]>('TITLE title', 'words', (row) => row.title),
];

const moves = [
  column<PortalStageMove>('ID id', 'whole', (move) => move.id),
  column<PortalStageMove>('TYPE_ID typeId', 'whole', (move) => move.typeId),
  column<PortalStageMove>('OWNER_ID ownerId', 'whole', (move) => move.dealId),
  column<PortalStageMove>('CREATED_TIME createdTime', 'moment', (move) => move.at),
  column<PortalStageMove>('STAGE_SEMANTIC_ID stageSemanticId', 'code', (move) => move.semantics),
  column<PortalStageMove>('STAGE_ID stageId', 'code', (move) => move.stageId),
];

const activities = [
  column<PortalActivity>('ID id', 'whole', (row) => row.id),
  column<PortalActivity>('OWNER_ID ownerId', 'whole', (row) => row.ownerId),
  column<PortalActivity>('OWNER_TYPE_ID ownerTypeId', 'whole', (row) => row.ownerTypeId),
  column<PortalActivity>('TYPE_ID typeId', 'whole', (row) => row.typeId),
  column<PortalActivity>('SUBJECT subject', 'words', (row) => row.subject),
  column<PortalActivity>('LAST_UPDATED lastUpdated', 'moment', (row) => row.modifiedAt),
  column<PortalActivity>('START_TIME startTime', 'moment', (row) => row.startAt),
  column<PortalActivity>('DEADLINE deadline', 'moment', (row) => row.deadline),
  column<PortalActivity>('COMPLETED completed', 'flag', (row) => row.isCompleted),
  column<PortalActivity>('RESPONSIBLE_ID responsibleId', 'whole', (row) => row.responsibleId),
];

const calls = [
  column<PortalCall>('ID id', 'whole', (call) => call.id),
  column<PortalCall>('PORTAL_USER_ID portalUserId', 'whole', (call) => call.userId),
  column<PortalCall>('PHONE_NUMBER phoneNumber', 'words', (call) => call.phone),
  column<PortalCall>('CALL_DURATION callDuration', 'whole', (call) => call.seconds),
  column<PortalCall>('CALL_START_DATE callStartDate', 'moment', (call) => call.startedAt),
  column<PortalCall>('CALL_FAILED_CODE callFailedCode', 'code', (call) => call.code),
  column<PortalCall>('CRM_ENTITY_ID crmEntityId', 'whole', (call) => call.crmEntity?.id ?? null),
];

function listCase<Row extends { readonly id: number }>(given: ListCase<Row>): AnyCase {
  return given as unknown as AnyCase;
}

const classic = { isUniversal: false, idName: 'ID' } as const;
const universal = { method: 'crm.item.list', isUniversal: true, idName: 'id' } as const;

export const listCases: readonly AnyCase[] = [
  listCase({ ...classic, method: 'crm.deal.list', columns: named(deals, 'classic'), rows: (data) => data.deals, isSeenBy: byResponsible }),
  listCase({ ...classic, method: 'crm.lead.list', columns: named(leads, 'classic'), rows: (data) => data.leads, isSeenBy: byResponsible }),
  listCase({ ...universal, entityTypeId: 1, columns: named(leads, 'item'), rows: (data) => data.leads, isSeenBy: byResponsible }),
  listCase({ ...universal, entityTypeId: 2, columns: named(deals, 'item'), rows: (data) => data.deals, isSeenBy: byResponsible }),
  listCase({ ...universal, entityTypeId: 4, columns: named(companies, 'item'), rows: (data) => data.companies, isSeenBy: () => true }),
  listCase({
    ...universal,
    entityTypeId: 7,
    columns: named(documents, 'item'),
    rows: (data) => data.quotes ?? [],
    isSeenBy: byResponsible,
  }),
  listCase({
    ...universal,
    entityTypeId: 31,
    columns: named(invoices, 'item'),
    rows: (data) => data.invoices ?? [],
    isSeenBy: byResponsible,
  }),
  listCase({
    method: 'crm.stagehistory.list',
    entityTypeId: 2,
    isUniversal: true,
    idName: 'ID',
    columns: named(moves, 'classic'),
    rows: (data) => data.stageHistory,
    isSeenBy: (move, userId, data) => seesDeal(move.dealId, userId, data),
  }),
  listCase({
    ...classic,
    method: 'crm.activity.list',
    columns: named(activities, 'classic'),
    rows: (data) => data.activities,
    isSeenBy: ({ responsibleId, ownerId, ownerTypeId }, userId, data) =>
      sees(userId, responsibleId) ||
      (ownerTypeId === 2 && seesDeal(ownerId, userId, data)) ||
      (ownerTypeId === 1 && seesLead(ownerId, userId, data)),
    fallbackOrder: 'START_TIME',
  }),
  listCase({
    ...classic,
    method: 'voximplant.statistic.get',
    columns: named(calls, 'classic'),
    rows: (data) => data.calls,
    isSeenBy: (call, userId) => sees(userId, call.userId),
    signs: ['', '!', '>=', '>', '<=', '<', '><', '!><', '=', '!=', '%', '!%'],
  }),
];
