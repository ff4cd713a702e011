import type { PortalLead, PortalStatus, PortalUser } from './portal-data.ts';
import { changeInstant, type Portal } from './portal.ts';
import { mergedDetails, type Details } from './records/details.ts';
import { recordTitle } from './record-title.ts';
import { classicError } from './rest-error.ts';

export interface LeadChange {
  readonly title?: string;
  readonly statusId?: string;
  readonly amount?: string;
  readonly isAmountManual?: boolean;
  readonly responsibleId?: number;
  readonly currency?: string;
  readonly companyId?: number | null;
  readonly details?: Details;
}

export function getVisibleLead(portal: Portal, user: PortalUser, leadId: number): PortalLead {
  const lead = portal.state.leads.find(leadId);
  if (!lead) throw classicError('Not found');
  if (!portal.visibility.isVisible(user, lead.responsibleId)) throw classicError('Access denied');
  return lead;
}

export function addLead(portal: Portal, user: PortalUser, change: LeadChange): number {
  const statusId = change.statusId ?? portal.stages.ofLeads()[0]?.statusId ?? 'NEW';
  const status = getStatus(portal, statusId);
  requirePerson(portal, change.responsibleId);
  const id = portal.state.leads.nextId();
  const at = changeInstant(portal, '1970-01-01T00:00:00Z');
  const people = { CREATED_BY_ID: user.id, MODIFY_BY_ID: user.id, MOVED_BY_ID: user.id };
  const lead: PortalLead = {
    id,
    title: change.title ?? recordTitle(portal, 'lead', id),
    statusId,
    amount: change.amount ?? '0.00',
    isAmountManual: change.isAmountManual ?? false,
    currency: change.currency ?? portal.state.data.baseCurrency,
    companyId: change.companyId ?? null,
    responsibleId: change.responsibleId ?? user.id,
    createdAt: at,
    modifiedAt: at,
    movedAt: at,
    ...mergedDetails({ SOURCE_ID: portal.stages.ofEntity('SOURCE')[0]?.statusId ?? null, ...people }, change.details),
  };
  const typeId = status.semantics === 'P' ? (1 as const) : (3 as const);
  const move = { id: portal.state.leadMoves.nextId(), typeId, leadId: id, statusId, semantics: status.semantics, at };
  portal.state.record({ kind: 'lead-changed', lead, move });
  portal.sender.send('ONCRMLEADADD', { FIELDS: { ID: id } }, user.id);
  return id;
}

export function removeLead(portal: Portal, user: PortalUser, leadId: number): void {
  getVisibleLead(portal, user, leadId);
  portal.state.record({ kind: 'lead-removed', id: leadId });
  portal.sender.send('ONCRMLEADDELETE', { FIELDS: { ID: leadId } }, user.id);
}

export function changeLead(portal: Portal, user: PortalUser, leadId: number, change: LeadChange): void {
  const before = getVisibleLead(portal, user, leadId);
  const statusId = change.statusId ?? before.statusId;
  const status = getStatus(portal, statusId);
  requirePerson(portal, change.responsibleId);
  const at = changeInstant(portal, before.modifiedAt);
  const isMove = statusId !== before.statusId;
  const lead: PortalLead = {
    ...before,
    title: change.title ?? before.title,
    statusId,
    amount: change.amount ?? before.amount,
    isAmountManual: change.isAmountManual ?? before.isAmountManual ?? true,
    responsibleId: change.responsibleId ?? before.responsibleId,
    currency: change.currency ?? before.currency,
    companyId: change.companyId === undefined ? before.companyId : change.companyId,
    modifiedAt: at,
    movedAt: isMove ? at : before.movedAt,
    ...mergedDetails(before.details, { ...change.details, MODIFY_BY_ID: user.id, ...(isMove ? { MOVED_BY_ID: user.id } : {}) }),
  };
  const move = {
    id: portal.state.leadMoves.nextId(),
    typeId: status.semantics === 'P' ? (2 as const) : (3 as const),
    leadId,
    statusId,
    semantics: status.semantics,
    at,
  };
  portal.state.record({ kind: 'lead-changed', lead, move: isMove ? move : null });
  portal.sender.send('ONCRMLEADUPDATE', { FIELDS: { ID: leadId } }, user.id);
}

function getStatus(portal: Portal, statusId: string): PortalStatus {
  const status = portal.stages.lead(statusId);
  if (!status) throw classicError(`Status ${statusId} does not exist.`);
  return status;
}

function requirePerson(portal: Portal, userId: number | undefined): void {
  if (userId !== undefined && !portal.state.users.has(userId)) throw classicError('Responsible person not found.');
}
