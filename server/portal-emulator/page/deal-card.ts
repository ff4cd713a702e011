import { recordCard, type RecordCard } from './record-card.ts';
import type { CardModel } from './card-model.ts';
import type { Portal } from './portal-context.ts';
import type { DealDetails } from './records.ts';

export function dealCard(portal: Portal, id: number): RecordCard {
  const { words, api } = portal;
  return recordCard(portal, {
    id,
    kindName: words.deal,
    stageHeading: words.stage,
    fieldsHeading: words.aboutDeal,
    tabPlacement: 'CRM_DEAL_DETAIL_TAB',
    toolbarPlacement: 'CRM_DEAL_DETAIL_TOOLBAR',
    activityPlacement: 'CRM_DEAL_DETAIL_ACTIVITY',
    load: async () => toModel(await api.loadDeal(id)),
    change: async (change) => toModel(await api.changeDeal(id, change)),
  });
}

function toModel({ deal, stages, history, activities }: DealDetails): CardModel {
  return { ...deal, stages: stages.map((stage) => ({ ...stage, id: stage.stageId })), history, activities };
}
