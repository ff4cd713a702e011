import type { PortalDeal, PortalStageMove, PortalUser } from './portal-data.ts';
import { changeInstant, type Portal } from './portal.ts';
import { mergedDetails, type Details } from './records/details.ts';
import { recordTitle } from './record-title.ts';
import { classicError } from './rest-error.ts';

/** What a person or an application changes on a deal; absent keys stay as they are. */
export interface DealChange {
  readonly title?: string;
  readonly categoryId?: number;
  readonly stageId?: string;
  readonly amount?: string;
  readonly isAmountManual?: boolean;
  readonly currency?: string;
  readonly closeDate?: string | null;
  readonly responsibleId?: number;
  readonly companyId?: number | null;
  readonly isRepeat?: boolean;
  readonly details?: Details;
}

/** The deal when this person may read and change it; refuses in Bitrix24's words otherwise. */
export function getVisibleDeal(portal: Portal, user: PortalUser, dealId: number): PortalDeal {
  const deal = portal.state.deals.find(dealId);
  if (!deal) throw classicError('Not found');
  if (!portal.visibility.isVisible(user, deal.responsibleId)) throw classicError('Access denied');
  return deal;
}

export function changeDeal(portal: Portal, user: PortalUser, dealId: number, change: DealChange): void {
  const before = getVisibleDeal(portal, user, dealId);
  const at = changeInstant(portal, before.modifiedAt);
  const wanted = applyChange(portal, before, change, at);
  const isPipelineChange = wanted.categoryId !== before.categoryId;
  const isMove = isPipelineChange || wanted.stageId !== before.stageId;
  const deal = { ...wanted, modifiedAt: at, movedAt: isMove ? at : before.movedAt };
  portal.state.record({
    kind: 'deal-changed',
    deal,
    move: isMove && !isTemplate(deal) ? buildMove(portal, deal, isPipelineChange ? 5 : 2) : null,
    byId: user.id,
  });
  // Changing the pipeline sends its own event and no update event.
  if (isPipelineChange) {
    const fields = { ID: deal.id, CATEGORY_ID: deal.categoryId, STAGE_ID: deal.stageId };
    portal.sender.send('ONCRMDEALMOVETOCATEGORY', { FIELDS: fields }, user.id);
  } else {
    portal.sender.send('ONCRMDEALUPDATE', { FIELDS: { ID: deal.id } }, user.id);
  }
}

export function addDeal(portal: Portal, user: PortalUser, change: DealChange): number {
  const id = portal.state.deals.nextId();
  const categoryId = change.categoryId ?? portal.state.data.categories.find((category) => category.isDefault)?.id ?? 0;
  const at = changeInstant(portal, '1970-01-01T00:00:00Z');
  const blank: PortalDeal = {
    id,
    title: recordTitle(portal, 'deal', id),
    categoryId,
    stageId: firstStage(portal, categoryId),
    amount: '0.00',
    currency: portal.state.data.baseCurrency,
    companyId: null,
    leadId: null,
    responsibleId: user.id,
    createdById: user.id,
    createdAt: at,
    modifiedAt: at,
    movedAt: at,
    closeDate: portal.zone.dayOf(Date.parse(at) + plannedDays * dayMs),
    isRepeat: false,
    details: bornDetails(portal),
    isAmountManual: false,
  };
  const deal = applyChange(portal, blank, { ...change, categoryId }, at);
  portal.state.record({ kind: 'deal-changed', deal, move: isTemplate(deal) ? null : buildMove(portal, deal, 1), byId: user.id });
  portal.sender.send('ONCRMDEALADD', { FIELDS: { ID: id } }, user.id);
  return id;
}

/** A deal goes with its history and with the activities that belong to nothing else. */
export function removeDeal(portal: Portal, user: PortalUser, dealId: number): void {
  getVisibleDeal(portal, user, dealId);
  portal.state.record({ kind: 'deal-removed', id: dealId });
  portal.sender.send('ONCRMDEALDELETE', { FIELDS: { ID: dealId } }, user.id);
}

function applyChange(portal: Portal, before: PortalDeal, change: DealChange, at: string): PortalDeal {
  const categoryId = change.categoryId ?? before.categoryId;
  const fallback = categoryId === before.categoryId ? before.stageId : firstStage(portal, categoryId);
  const stageId = change.stageId ?? fallback;
  const stage = portal.stages.deal(categoryId, stageId);
  if (!stage) throw classicError(`Stage ${stageId} does not exist in pipeline ${categoryId}.`);
  if (change.responsibleId !== undefined && !portal.state.users.has(change.responsibleId))
    throw classicError('Responsible person not found.');
  // Reaching a final stage writes the current date over the planned one (the portal's default setting).
  const isClosing = stage.semantics !== 'P' && (stageId !== before.stageId || categoryId !== before.categoryId);
  const closeDate = change.closeDate === undefined ? before.closeDate : change.closeDate;
  return {
    ...before,
    title: change.title ?? before.title,
    categoryId,
    stageId,
    amount: change.amount ?? before.amount,
    isAmountManual: change.isAmountManual ?? before.isAmountManual ?? true,
    currency: change.currency ?? before.currency,
    responsibleId: change.responsibleId ?? before.responsibleId,
    companyId: change.companyId === undefined ? before.companyId : change.companyId,
    closeDate: isClosing ? portal.zone.dayOf(Date.parse(at)) : closeDate,
    isRepeat: change.isRepeat ?? before.isRepeat,
    ...mergedDetails(before.details, change.details),
  };
}

/** A new deal is planned for a week. */
const plannedDays = 7;
const dayMs = 86_400_000;

function bornDetails({ stages }: Portal): Details {
  const [type] = stages.ofEntity('DEAL_TYPE');
  const [source] = stages.ofEntity('SOURCE');
  return { TYPE_ID: type?.statusId ?? null, SOURCE_ID: source?.statusId ?? null };
}

/** The template of a recurring deal is no deal: it leaves no history. */
function isTemplate({ details }: PortalDeal): boolean {
  return details?.['IS_RECURRING'] === true;
}

/** A final stage is always a row of type 3, a deal born on it included. */
function buildMove(portal: Portal, deal: PortalDeal, usualType: 1 | 2 | 5): PortalStageMove {
  const semantics = portal.stages.deal(deal.categoryId, deal.stageId)?.semantics ?? 'P';
  return {
    id: portal.state.dealMoves.nextId(),
    typeId: semantics !== 'P' && usualType !== 5 ? 3 : usualType,
    dealId: deal.id,
    categoryId: deal.categoryId,
    stageId: deal.stageId,
    semantics,
    at: deal.movedAt,
  };
}

function firstStage(portal: Portal, categoryId: number): string {
  const first = portal.stages.ofCategory(categoryId)[0];
  if (!first) throw classicError(`Pipeline ${categoryId} does not exist.`);
  return first.statusId;
}
