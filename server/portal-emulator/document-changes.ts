import { changeInstant, type Portal } from './portal.ts';
import type { PortalUser } from './portal-data.ts';
import { mergedDetails, type Details } from './records/details.ts';
import type { InvoiceMove, PortalInvoice } from './records/invoice.ts';
import type { PortalQuote } from './records/quote.ts';
import { requirePerson } from './record-changes.ts';
import { recordTitle } from './record-title.ts';
import { classicError } from './rest-error.ts';
import { invoiceCategories, invoiceStageEntity } from './standard-statuses.ts';

/** What is set on a quote or an invoice; absent keys stay as they are. */
export interface DocumentChange {
  readonly title?: string;
  readonly number?: string;
  readonly stageId?: string;
  readonly amount?: string;
  readonly isAmountManual?: boolean;
  readonly currency?: string;
  readonly dealId?: number | null;
  readonly companyId?: number | null;
  readonly responsibleId?: number;
  readonly issuedOn?: string | null;
  readonly dueOn?: string | null;
  readonly details?: Details;
}

export interface InvoiceChange extends DocumentChange {
  readonly categoryId?: number;
}

/** A document is issued today and good for a week unless told. */
const goodForDays = 7;
const dayMs = 86_400_000;

export function addQuote(portal: Portal, user: PortalUser, change: DocumentChange): number {
  const id = portal.state.quotes.nextId();
  const quote = { ...blankDocument(portal, user, id), ...withoutDetails(change), ...mergedDetails(undefined, change.details) };
  requirePerson(portal, change.responsibleId);
  const stageId = change.stageId ?? portal.stages.ofEntity('QUOTE_STATUS')[0]?.statusId ?? 'DRAFT';
  requireStage(portal, 'QUOTE_STATUS', stageId);
  portal.state.saveRecord('quotes', { title: recordTitle(portal, 'quote', id), ...quote, stageId });
  portal.sender.send('ONCRMQUOTEADD', { FIELDS: { ID: id } }, user.id);
  return id;
}

export function changeQuote(portal: Portal, user: PortalUser, before: PortalQuote, change: DocumentChange): void {
  requirePerson(portal, change.responsibleId);
  if (change.stageId !== undefined) requireStage(portal, 'QUOTE_STATUS', change.stageId);
  portal.state.saveRecord('quotes', {
    ...before,
    ...withoutDetails(change),
    ...mergedDetails(before.details, change.details),
    modifiedById: user.id,
    modifiedAt: changeInstant(portal, before.modifiedAt),
  });
  portal.sender.send('ONCRMQUOTEUPDATE', { FIELDS: { ID: before.id } }, user.id);
}

export function removeQuote(portal: Portal, user: PortalUser, { id }: PortalQuote): void {
  portal.state.removeRecord('quotes', id);
  portal.sender.send('ONCRMQUOTEDELETE', { FIELDS: { ID: id } }, user.id);
}

export function addInvoice(portal: Portal, user: PortalUser, change: InvoiceChange): number {
  requirePerson(portal, change.responsibleId);
  const id = portal.state.invoices.nextId();
  const categoryId = change.categoryId ?? invoiceCategories(portal.state.data)[0] ?? 1;
  const stageId = change.stageId ?? firstInvoiceStage(portal, categoryId);
  requireStage(portal, invoiceStageEntity(categoryId), stageId);
  const blank = blankDocument(portal, user, id);
  const source = portal.stages.ofEntity('SOURCE')[0]?.statusId ?? null;
  const invoice: PortalInvoice = {
    title: recordTitle(portal, 'invoice', id),
    ...blank,
    ...withoutDetails(change),
    categoryId,
    stageId,
    movedAt: blank.createdAt,
    movedById: user.id,
    ...mergedDetails({ SOURCE_ID: source }, change.details),
  };
  portal.state.saveRecord('invoices', invoice);
  portal.state.saveRecord('invoiceMoves', buildMove(portal, invoice, 1));
  sendInvoiceEvent(portal, user, 'ADD', id);
  return id;
}

export function changeInvoice(portal: Portal, user: PortalUser, before: PortalInvoice, change: InvoiceChange): void {
  requirePerson(portal, change.responsibleId);
  const categoryId = change.categoryId ?? before.categoryId;
  const isPipelineChange = categoryId !== before.categoryId;
  const stageId = change.stageId ?? (isPipelineChange ? firstInvoiceStage(portal, categoryId) : before.stageId);
  const isMove = isPipelineChange || stageId !== before.stageId;
  if (isMove) requireStage(portal, invoiceStageEntity(categoryId), stageId);
  const at = changeInstant(portal, before.modifiedAt);
  const invoice: PortalInvoice = {
    ...before,
    ...withoutDetails(change),
    categoryId,
    stageId,
    ...mergedDetails(before.details, change.details),
    modifiedById: user.id,
    modifiedAt: at,
    ...(isMove ? { movedAt: at, movedById: user.id, previousStageId: before.stageId } : {}),
  };
  portal.state.saveRecord('invoices', invoice);
  if (isMove) portal.state.saveRecord('invoiceMoves', buildMove(portal, invoice, isPipelineChange ? 5 : 2));
  sendInvoiceEvent(portal, user, 'UPDATE', before.id);
}

/** The history goes with its invoice. */
export function removeInvoice(portal: Portal, user: PortalUser, { id }: PortalInvoice): void {
  portal.state.removeRecord('invoices', id);
  const moves = portal.state.records.invoiceMoves;
  for (const move of moves.rows.filter(({ invoiceId }) => invoiceId === id)) portal.state.removeRecord('invoiceMoves', move.id);
  sendInvoiceEvent(portal, user, 'DELETE', id);
}

/** Invoices have the events of smart processes: one for all types and one of their own. */
function sendInvoiceEvent(portal: Portal, user: PortalUser, change: 'ADD' | 'UPDATE' | 'DELETE', id: number): void {
  const data = { FIELDS: { ID: id, ENTITY_TYPE_ID: 31 } };
  portal.sender.send(`ONCRMDYNAMICITEM${change}`, data, user.id);
  portal.sender.send(`ONCRMDYNAMICITEM${change}_31`, data, user.id);
}

function buildMove(portal: Portal, invoice: PortalInvoice, usualType: 1 | 2 | 5): InvoiceMove {
  const semantics = portal.stages.find(invoiceStageEntity(invoice.categoryId), invoice.stageId)?.semantics ?? 'P';
  return {
    id: portal.state.records.invoiceMoves.nextId(),
    typeId: semantics !== 'P' && usualType !== 5 ? 3 : usualType,
    invoiceId: invoice.id,
    categoryId: invoice.categoryId,
    stageId: invoice.stageId,
    semantics,
    at: invoice.movedAt,
  };
}

function blankDocument(portal: Portal, user: PortalUser, id: number): Omit<PortalQuote, 'title' | 'stageId'> {
  const at = changeInstant(portal, '1970-01-01T00:00:00Z');
  const atMs = Date.parse(at);
  return {
    id,
    number: String(id),
    amount: '0.00',
    isAmountManual: false,
    currency: portal.state.data.baseCurrency,
    dealId: null,
    companyId: null,
    responsibleId: user.id,
    createdAt: at,
    modifiedAt: at,
    issuedOn: portal.zone.dayOf(atMs),
    dueOn: portal.zone.dayOf(atMs + goodForDays * dayMs),
    createdById: user.id,
    modifiedById: user.id,
  };
}

function withoutDetails<Change extends DocumentChange>({ details: _apart, ...own }: Change): Omit<Change, 'details'> {
  return own;
}

function firstInvoiceStage(portal: Portal, categoryId: number): string {
  const [first] = portal.stages.ofEntity(invoiceStageEntity(categoryId));
  if (!first) throw classicError(`Pipeline ${categoryId} does not exist.`);
  return first.statusId;
}

function requireStage(portal: Portal, entityId: string, stageId: string): void {
  if (!portal.stages.find(entityId, stageId)) throw classicError(`Stage ${stageId} does not exist.`);
}
