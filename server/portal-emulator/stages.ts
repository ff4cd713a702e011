import type { PortalData, PortalStatus } from './portal-data.ts';
import { allStatuses } from './standard-statuses.ts';

/** Deal stages and lead statuses in the order of the funnel. */
export interface Stages {
  ofCategory(categoryId: number): readonly PortalStatus[];
  ofLeads(): readonly PortalStatus[];
  deal(categoryId: number, stageId: string): PortalStatus | undefined;
  lead(statusId: string): PortalStatus | undefined;
  /** A stage set or a dictionary by its ENTITY_ID. */
  ofEntity(entityId: string): readonly PortalStatus[];
  find(entityId: string, statusId: string): PortalStatus | undefined;
}

const leadEntity = 'STATUS';

/** Category 0 has no suffix: `DEAL_STAGE_0` does not exist in Bitrix24. */
function dealStageEntity(categoryId: number): string {
  return categoryId === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${categoryId}`;
}

export function createStages(data: PortalData): Stages {
  const entities = new Map<string, PortalStatus[]>();
  for (const status of allStatuses(data).toSorted((left, right) => left.sort - right.sort)) {
    const known = entities.get(status.entityId);
    if (known) known.push(status);
    else entities.set(status.entityId, [status]);
  }
  const list = (entityId: string): readonly PortalStatus[] => entities.get(entityId) ?? [];
  const byCategory = new Map<number, Map<string, PortalStatus>>();
  for (const category of data.categories) {
    byCategory.set(category.id, new Map(list(dealStageEntity(category.id)).map((status) => [status.statusId, status])));
  }
  const leads = new Map(list(leadEntity).map((status) => [status.statusId, status]));
  return {
    ofCategory: (categoryId) => list(dealStageEntity(categoryId)),
    ofLeads: () => list(leadEntity),
    deal: (categoryId, stageId) => byCategory.get(categoryId)?.get(stageId),
    lead: (statusId) => leads.get(statusId),
    ofEntity: list,
    find: (entityId, statusId) => list(entityId).find((status) => status.statusId === statusId),
  };
}
