import { readCalendar } from '#bitrix/calendar.ts';
import { listPipelines, listStages } from '#bitrix/crm/pipelines.ts';
import { readHasLeads } from '#bitrix/crm/leads.ts';
import { listRecordStages } from '#bitrix/crm/record-stages.ts';
import { listDeputies } from '#bitrix/deputies.ts';
import { listDepartments, listUsers } from '#bitrix/structure.ts';
import { PortalError, type PortalErrorKind } from '#bitrix/portal-error.ts';
import type { ReadRows } from '#bitrix/read-rows.ts';
import { saveRates } from '#store/currency-rates.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveRejections } from '#store/rejected-rows.ts';
import { saveRecordStages } from '#store/save-documents.ts';
import { findSetting, saveSetting } from '#store/settings.ts';
import { saveDepartments, saveDeputies, savePeople, savePipelines, saveStages, type ReadList } from '#store/structure.ts';
import { isNotGranted } from './run-stream.ts';
import type { Lane } from './lane.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { toRecordStageFacts } from './to-document-facts.ts';
import { toDepartmentFact, toPersonFact, toPipelineFact, toStageFact } from './to-facts.ts';
import { toRateFacts } from './to-goods-facts.ts';

export type StructureEntity = 'people' | 'departments' | 'pipelines' | 'stages' | 'record-stages' | 'calendar' | 'currencies';

export const structureEntities: readonly StructureEntity[] = [
  'people',
  'departments',
  'pipelines',
  'stages',
  'record-stages',
  'calendar',
  'currencies',
];

/** Rows as read, and how to save all of them in one transaction. */
export interface StructurePart {
  readonly rows: number;
  save(tx: PortalTransaction): Promise<number>;
}

export const readStructurePart: Readonly<Record<StructureEntity, (lane: Lane) => Promise<StructurePart>>> = {
  people: async ({ client, businessClock }) =>
    toPart('people', await listUsers(client), { toFact: toPersonFact, save: savePeople, businessClock }),
  departments: readDepartments,
  pipelines: async ({ client, businessClock }) =>
    toPart('pipelines', await listPipelines(client), { toFact: toPipelineFact, save: savePipelines, businessClock }),
  stages: async ({ client, businessClock }) => {
    const pipelines = await listPipelines(client);
    const sets = await listStages(
      client,
      pipelines.rows.map(({ id }) => id),
    );
    const rows = sets.flatMap(({ pipelineId, stages }) => stages.map((row) => toStageFact(pipelineId, row)));
    const isWhole = pipelines.rejected.length === 0;
    const read = { rows, rejected: sets.flatMap(({ rejected }) => rejected) };
    return toPart('stages', read, { toFact: (fact) => fact, save: saveStages, businessClock, isWhole });
  },
  'record-stages': readRecordStages,
  currencies: readRates,
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

/** Departments with their heads, and the deputies where the portal tells them. */
async function readDepartments({ client, businessClock }: Lane): Promise<StructurePart> {
  const departments = await listDepartments(client);
  const deputies = await listDeputies(client).catch(withoutDeputies);
  const part = toPart('departments', departments, { toFact: toDepartmentFact, save: saveDepartments, businessClock });
  return {
    rows: part.rows,
    save: async (tx) => (await part.save(tx)) + (deputies === null ? 0 : await saveDeputies(tx, deputies)),
  };
}

const passing: readonly PortalErrorKind[] = ['unavailable', 'malformed', 'rate-limited', 'operation-limit'];

/** Departments do without them: none where they are not granted, and those known before while the portal does not answer. */
function withoutDeputies(failure: unknown): null | [] {
  if (isNotGranted(failure)) return [];
  if (failure instanceof PortalError && passing.includes(failure.kind)) return null;
  throw failure;
}

/** What the stages of leads, quotes and invoices mean, and whether the CRM has leads at all. */
async function readRecordStages({ client, businessClock }: Lane): Promise<StructurePart> {
  const hasLeads = await readHasLeads(client);
  const { sets, rejected } = await listRecordStages(client);
  const part = toPart(
    'record-stages',
    { rows: toRecordStageFacts(sets), rejected },
    { toFact: (fact) => fact, save: saveRecordStages, businessClock },
  );
  return {
    rows: part.rows,
    save: async (tx) => {
      if ((await findSetting(tx, 'has-leads')) !== hasLeads) {
        await saveSetting(tx, { name: 'has-leads', value: hasLeads, now: businessClock(), userId: null });
      }
      return part.save(tx);
    },
  };
}

/** The portal tells today's rates only, so each day's are kept. */
async function readRates(lane: Lane): Promise<StructurePart> {
  const rates = toRateFacts(await lane.currencies());
  return { rows: rates.length, save: (tx) => saveRates(tx, rates, toDay(lane.businessClock(), lane.timeZone)) };
}

interface Saving<Row, Fact> {
  readonly toFact: (row: Row) => Fact;
  readonly save: (tx: PortalTransaction, facts: Fact[], list: ReadList) => Promise<number>;
  readonly businessClock: () => Date;
  readonly isWhole?: boolean;
}

function toPart<Row, Fact>(entity: StructureEntity, { rows, rejected }: ReadRows<Row>, saving: Saving<Row, Fact>): StructurePart {
  const facts = rows.map(saving.toFact);
  const isWhole = rejected.length === 0 && (saving.isWhole ?? true);
  return {
    rows: rows.length,
    save: async (tx) => {
      await saveRejections(tx, entity, { settledKeys: 'all', rejected, now: saving.businessClock() });
      return saving.save(tx, facts, { isWhole, readAt: saving.businessClock() });
    },
  };
}

/** The store may give the keys back in another order. */
function isSame(stored: unknown, calendar: object): boolean {
  const canonical = (value: object): string => JSON.stringify(Object.entries(value).sort(([left], [right]) => left.localeCompare(right)));
  return typeof stored === 'object' && stored !== null && canonical(stored) === canonical(calendar);
}
