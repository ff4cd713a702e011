import { getVisibleLead } from '../lead-changes.ts';
import type { Portal } from '../portal.ts';
import type { PortalLead, PortalUser } from '../portal-data.ts';
import type { RecordQuery } from './page-requests.ts';
import {
  companyTitle,
  createNewestFirst,
  describeActivities,
  describeResponsible,
  isInState,
  matchesSearch,
  placeOfStage,
} from './record-list.ts';

const newestLeads = createNewestFirst((portal) => portal.state.leads.rows);

export function listLeads(portal: Portal, me: PortalUser, query: RecordQuery): { total: number; leads: unknown[] } {
  const found = newestLeads(portal).filter(
    (lead) =>
      isInState(query.state, portal.stages.lead(lead.statusId)) &&
      portal.visibility.isVisible(me, lead.responsibleId) &&
      matchesSearch(query.search, [lead.title, companyTitle(portal, lead.companyId)]),
  );
  const page = found.slice(query.offset, query.offset + query.limit);
  return { total: found.length, leads: page.map((lead) => describeRow(portal, lead)) };
}

export function describeLead(portal: Portal, me: PortalUser, leadId: number): Record<string, unknown> {
  const lead = getVisibleLead(portal, me, leadId);
  const { zone, stages, state } = portal;
  const history = state.leadMoves.rows.filter((move) => move.leadId === leadId).reverse();
  return {
    lead: { ...describeRow(portal, lead), createdAt: zone.writeInstant(lead.createdAt), movedAt: zone.writeInstant(lead.movedAt) },
    statuses: stages.ofLeads().map(({ statusId, name, color, semantics }) => ({ statusId, name, color, semantics })),
    history: history.map((move) => ({ at: zone.writeInstant(move.at), stageName: stages.lead(move.statusId)?.name ?? move.statusId })),
    activities: describeActivities(portal, 1, leadId),
  };
}

function describeRow(portal: Portal, lead: PortalLead): Record<string, unknown> {
  const status = portal.stages.lead(lead.statusId);
  const place = placeOfStage(portal.stages.ofLeads(), lead.statusId);
  return {
    id: lead.id,
    title: lead.title,
    statusId: lead.statusId,
    statusName: status?.name ?? lead.statusId,
    statusIndex: place.index,
    statusCount: place.count,
    color: status?.color ?? '',
    amount: lead.amount,
    currency: lead.currency,
    companyTitle: companyTitle(portal, lead.companyId),
    responsible: describeResponsible(portal, lead.responsibleId),
  };
}
