import { readCalendar } from '#bitrix/calendar.ts';
import { listPipelines, listStages } from '#bitrix/crm/pipelines.ts';
import { listDepartments, listUsers } from '#bitrix/structure.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { findSetting, saveSetting } from '#store/settings.ts';
import { saveDepartments, savePeople, savePipelines, saveStages } from '#store/structure.ts';
import type { Lane } from './lane.ts';
import { toDepartmentFact, toPersonFact, toPipelineFact, toStageFact } from './to-facts.ts';

export type StructureEntity = 'people' | 'departments' | 'pipelines' | 'stages' | 'calendar';

export const structureEntities: readonly StructureEntity[] = ['people', 'departments', 'pipelines', 'stages', 'calendar'];

/** Rows as read, and how to save all of them in one transaction. */
export interface StructurePart {
  readonly rows: number;
  save(tx: PortalTransaction): Promise<number>;
}

export const readStructurePart: Readonly<Record<StructureEntity, (lane: Lane) => Promise<StructurePart>>> = {
  people: async ({ client }) => {
    const people = (await listUsers(client)).map(toPersonFact);
    return { rows: people.length, save: (tx) => savePeople(tx, people) };
  },
  departments: async ({ client }) => {
    const departments = (await listDepartments(client)).map(toDepartmentFact);
    return { rows: departments.length, save: (tx) => saveDepartments(tx, departments) };
  },
  pipelines: async ({ client }) => {
    const pipelines = (await listPipelines(client)).map(toPipelineFact);
    return { rows: pipelines.length, save: (tx) => savePipelines(tx, pipelines) };
  },
  stages: async ({ client }) => {
    const pipelines = await listPipelines(client);
    const sets = await listStages(
      client,
      pipelines.map(({ id }) => id),
    );
    const stages = sets.flatMap(({ pipelineId, stages: rows }) => rows.map((row) => toStageFact(pipelineId, row)));
    return { rows: stages.length, save: (tx) => saveStages(tx, stages) };
  },
  calendar: async ({ client, businessClock }) => {
    const calendar = await readCalendar(client);
    return {
      rows: 1,
      save: async (tx) => {
        if (isSame(await findSetting(tx, 'portal-calendar'), calendar)) return 0;
        await saveSetting(tx, { name: 'portal-calendar', value: calendar, now: businessClock(), userId: null });
        return 1;
      },
    };
  },
};

/** The store may give the keys back in another order. */
function isSame(stored: unknown, calendar: object): boolean {
  const canonical = (value: object): string => JSON.stringify(Object.entries(value).sort(([left], [right]) => left.localeCompare(right)));
  return typeof stored === 'object' && stored !== null && canonical(stored) === canonical(calendar);
}
