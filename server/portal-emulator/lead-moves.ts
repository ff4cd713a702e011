import type { PortalData, PortalLead } from './portal-data.ts';
import type { LeadMove } from './state-mutation.ts';

/** Leads carry no history of their own in the data: it is the row of creation and the row of the last move. */
export function buildLeadMoves(data: PortalData): LeadMove[] {
  const statuses = data.statuses.filter((status) => status.entityId === 'STATUS').sort((left, right) => left.sort - right.sort);
  const first = statuses[0];
  const semanticsOf = new Map(statuses.map((status) => [status.statusId, status.semantics]));

  const rowsOf = (lead: PortalLead): Omit<LeadMove, 'id'>[] => {
    const semantics = semanticsOf.get(lead.statusId) ?? 'P';
    const current = { leadId: lead.id, statusId: lead.statusId, semantics, at: lead.movedAt };
    if (!first || lead.statusId === first.statusId) return [{ ...current, typeId: semantics === 'P' ? 1 : 3, at: lead.createdAt }];
    const created = { leadId: lead.id, statusId: first.statusId, semantics: first.semantics, at: lead.createdAt, typeId: 1 as const };
    return [created, { ...current, typeId: semantics === 'P' ? 2 : 3 }];
  };

  return data.leads
    .flatMap(rowsOf)
    .sort((left, right) => Date.parse(left.at) - Date.parse(right.at) || left.leadId - right.leadId || left.typeId - right.typeId)
    .map((row, index) => ({ id: index + 1, ...row }));
}
