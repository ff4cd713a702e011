import type { PortalLead, PortalUser } from './portal-data.ts';
import { changeInstant, type Portal } from './portal.ts';
import { classicError } from './rest-error.ts';

export interface LeadChange {
  readonly title?: string;
  readonly statusId?: string;
  readonly amount?: string;
  readonly responsibleId?: number;
}

export function getVisibleLead(portal: Portal, user: PortalUser, leadId: number): PortalLead {
  const lead = portal.state.leads.find(leadId);
  if (!lead) throw classicError('Not found');
  if (!portal.visibility.isVisible(user, lead.responsibleId)) throw classicError('Access denied');
  return lead;
}

export function changeLead(portal: Portal, user: PortalUser, leadId: number, change: LeadChange): void {
  const before = getVisibleLead(portal, user, leadId);
  const statusId = change.statusId ?? before.statusId;
  const status = portal.stages.lead(statusId);
  if (!status) throw classicError(`Status ${statusId} does not exist.`);
  if (change.responsibleId !== undefined && !portal.state.users.has(change.responsibleId))
    throw classicError('Responsible person not found.');
  const at = changeInstant(portal, before.modifiedAt);
  const isMove = statusId !== before.statusId;
  const lead: PortalLead = {
    ...before,
    title: change.title ?? before.title,
    statusId,
    amount: change.amount ?? before.amount,
    responsibleId: change.responsibleId ?? before.responsibleId,
    modifiedAt: at,
    movedAt: isMove ? at : before.movedAt,
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
