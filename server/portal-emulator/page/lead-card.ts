import { recordCard, type RecordCard } from './record-card.ts';
import type { CardModel } from './card-model.ts';
import type { Portal } from './portal-context.ts';
import type { LeadDetails } from './records.ts';

export function leadCard(portal: Portal, id: number): RecordCard {
  const { words, api } = portal;
  return recordCard(portal, {
    id,
    kindName: words.lead,
    stageHeading: words.status,
    fieldsHeading: words.aboutLead,
    tabPlacement: 'CRM_LEAD_DETAIL_TAB',
    toolbarPlacement: 'CRM_LEAD_DETAIL_TOOLBAR',
    activityPlacement: 'CRM_LEAD_DETAIL_ACTIVITY',
    load: async () => toModel(await api.loadLead(id)),
    change: async ({ stageId, amount, responsibleId }) =>
      toModel(
        await api.changeLead(id, {
          ...(stageId === undefined ? {} : { statusId: stageId }),
          ...(amount === undefined ? {} : { amount }),
          ...(responsibleId === undefined ? {} : { responsibleId }),
        }),
      ),
  });
}

function toModel({ lead, statuses, history, activities }: LeadDetails): CardModel {
  return { ...lead, stageId: lead.statusId, stages: statuses.map((status) => ({ ...status, id: status.statusId })), history, activities };
}
