import { getVisibleDeal } from '../deal-changes.ts';
import type { Portal } from '../portal.ts';
import type { PortalDeal, PortalUser } from '../portal-data.ts';
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

const newestDeals = createNewestFirst((portal) => portal.state.deals.rows);

export function listDeals(portal: Portal, me: PortalUser, query: RecordQuery): { total: number; deals: unknown[] } {
  const found = newestDeals(portal).filter(
    (deal) =>
      (query.category === undefined || deal.categoryId === query.category) &&
      isInState(query.state, portal.stages.deal(deal.categoryId, deal.stageId)) &&
      portal.visibility.isVisible(me, deal.responsibleId) &&
      matchesSearch(query.search, [deal.title, companyTitle(portal, deal.companyId)]),
  );
  const page = found.slice(query.offset, query.offset + query.limit);
  return { total: found.length, deals: page.map((deal) => describeRow(portal, deal)) };
}

export function describeDeal(portal: Portal, me: PortalUser, dealId: number): Record<string, unknown> {
  const deal = getVisibleDeal(portal, me, dealId);
  const { zone, stages, state } = portal;
  const history = state.dealMoves.rows.filter((move) => move.dealId === dealId).reverse();
  return {
    deal: { ...describeRow(portal, deal), createdAt: zone.writeInstant(deal.createdAt), movedAt: zone.writeInstant(deal.movedAt) },
    stages: stages
      .ofCategory(deal.categoryId)
      .map(({ statusId, name, color, semantics }) => ({ stageId: statusId, name, color, semantics })),
    history: history.map((move) => ({
      at: zone.writeInstant(move.at),
      stageName: stages.deal(move.categoryId, move.stageId)?.name ?? move.stageId,
    })),
    activities: describeActivities(portal, 2, dealId),
  };
}

function describeRow(portal: Portal, deal: PortalDeal): Record<string, unknown> {
  const stage = portal.stages.deal(deal.categoryId, deal.stageId);
  const place = placeOfStage(portal.stages.ofCategory(deal.categoryId), deal.stageId);
  return {
    id: deal.id,
    title: deal.title,
    categoryId: deal.categoryId,
    stageId: deal.stageId,
    stageName: stage?.name ?? deal.stageId,
    stageIndex: place.index,
    stageCount: place.count,
    color: stage?.color ?? '',
    amount: deal.amount,
    currency: deal.currency,
    companyTitle: companyTitle(portal, deal.companyId),
    responsible: describeResponsible(portal, deal.responsibleId),
    closeDate: deal.closeDate,
  };
}
