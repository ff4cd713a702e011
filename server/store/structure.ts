import { sql } from 'kysely';
import { listErasedPeople } from './erasures.ts';
import { savePersonChanges } from './person-changes.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { DepartmentTable, PersonTable, StageTable } from './tables/fact-tables.ts';
import type { Tables } from './tables.ts';
import { toArray, upsertRows } from './upsert-rows.ts';

export type PersonFact = Omit<PersonTable, 'portal_id'>;
export type DepartmentFact = Omit<DepartmentTable, 'portal_id' | 'deputy_ids'>;
export type PipelineFact = Omit<Tables['pipeline'], 'portal_id'>;
export type StageFact = Omit<StageTable, 'portal_id' | 'progress' | 'win_percent' | 'table_percent' | 'percent_source' | 'category'>;

/** A list with a row that could not be read says nothing about what is gone. */
export interface ReadList {
  readonly isWhole: boolean;
  /** When it was read; what people changed is kept with this time. */
  readonly readAt?: Date;
}

const whole: ReadList = { isWhole: true };

const personColumns = {
  user_id: 'bigint',
  first_name: 'text',
  last_name: 'text',
  position: 'text',
  is_active: 'boolean',
  department_ids: 'bigint[]',
  joined_on: 'date',
} as const;

/** The whole list of people; those the portal no longer names stay as dismissed, because their facts still count. */
export async function savePeople(tx: PortalTransaction, people: readonly PersonFact[], list: ReadList = whole): Promise<number> {
  if (people.length === 0) return 0;
  if (list.readAt !== undefined) await savePersonChanges(tx, people, { at: list.readAt, isWhole: list.isWhole });
  const erased = await listErasedPeople(tx);
  const kept = people.map((person) => (erased.has(person.user_id) && !person.is_active ? withoutName(person) : person));
  const changed = await upsertRows(tx, { table: 'person', columns: personColumns, key: ['user_id'], update: 'when-different' }, kept);
  if (!list.isWhole) return changed;
  const ids = people.map((person) => person.user_id);
  const gone = await sql`
    update person set is_active = false
    where portal_id = ${tx.portalId} and is_active and user_id <> all(${toArray('bigint', ids)}) returning user_id`.execute(tx.db);
  return changed + gone.rows.length;
}

/** The portal goes on naming people whom it has dismissed; of an erased one we keep the number alone. */
function withoutName(person: PersonFact): PersonFact {
  return { ...person, first_name: '', last_name: '', position: '' };
}

const departmentColumns = { department_id: 'bigint', name: 'text', parent_id: 'bigint', head_id: 'bigint', sort: 'integer' } as const;

/** The whole list of departments: what is not in it goes. */
export async function saveDepartments(
  tx: PortalTransaction,
  departments: readonly DepartmentFact[],
  list: ReadList = whole,
): Promise<number> {
  if (departments.length === 0) return 0;
  const shape = { table: 'department', columns: departmentColumns, key: ['department_id'], update: 'when-different' } as const;
  const changed = await upsertRows(tx, shape, departments);
  if (!list.isWhole) return changed;
  const ids = departments.map((department) => department.department_id);
  const gone = await sql`
    delete from department
    where portal_id = ${tx.portalId} and department_id <> all(${toArray('bigint', ids)}) returning department_id`.execute(tx.db);
  return changed + gone.rows.length;
}

/** Deputies of all departments; those without an entry have none. Returns how many departments are different now. */
export async function saveDeputies(
  tx: PortalTransaction,
  deputies: readonly { readonly departmentId: bigint; readonly userIds: readonly bigint[] }[],
): Promise<number> {
  const known = new Map(deputies.map(({ departmentId, userIds }) => [departmentId, [...userIds].toSorted((a, b) => (a < b ? -1 : 1))]));
  const stored = await tx.db
    .selectFrom('department')
    .select(['department_id', 'deputy_ids'])
    .where('portal_id', '=', tx.portalId)
    .execute();
  const changed = stored.filter(({ department_id, deputy_ids }) => deputy_ids.join() !== (known.get(department_id) ?? []).join());
  for (const { department_id } of changed) {
    await sql`
      update department set deputy_ids = ${toArray('bigint', known.get(department_id) ?? [])}
      where portal_id = ${tx.portalId} and department_id = ${department_id}`.execute(tx.db);
  }
  return changed.length;
}

/** The whole list of pipelines: what is not in it goes. */
export async function savePipelines(tx: PortalTransaction, pipelines: readonly PipelineFact[], list: ReadList = whole): Promise<number> {
  if (pipelines.length === 0) return 0;
  const columns = { pipeline_id: 'bigint', name: 'text', sort: 'integer' } as const;
  const changed = await upsertRows(tx, { table: 'pipeline', columns, key: ['pipeline_id'], update: 'when-different' }, pipelines);
  if (!list.isWhole) return changed;
  const ids = pipelines.map((pipeline) => pipeline.pipeline_id);
  const gone = await sql`
    delete from pipeline
    where portal_id = ${tx.portalId} and pipeline_id <> all(${toArray('bigint', ids)}) returning pipeline_id`.execute(tx.db);
  return changed + gone.rows.length;
}

const stageColumns = {
  pipeline_id: 'bigint',
  stage_id: 'text',
  name: 'text',
  sort: 'integer',
  semantics: 'text',
  color: 'text',
} as const;

/** The whole list of stages; percents that people have set stay with their stage and go with it. */
export async function saveStages(tx: PortalTransaction, stages: readonly StageFact[], list: ReadList = whole): Promise<number> {
  if (stages.length === 0) return 0;
  const shape = { table: 'stage', columns: stageColumns, key: ['pipeline_id', 'stage_id'], update: 'when-different' } as const;
  const changed = await upsertRows(tx, shape, stages);
  if (!list.isWhole) return changed;
  const pipelineIds = stages.map((stage) => stage.pipeline_id);
  const stageIds = stages.map((stage) => stage.stage_id);
  const gone = await sql`
    delete from stage
    where portal_id = ${tx.portalId} and not exists (
      select from unnest(${toArray('bigint', pipelineIds)}, ${toArray('text', stageIds)}) as kept (pipeline_id, stage_id)
      where kept.pipeline_id = stage.pipeline_id and kept.stage_id = stage.stage_id)
    returning stage_id`.execute(tx.db);
  return changed + gone.rows.length;
}

/** Pipelines of deals in the portal's order. */
export async function listPipelines(tx: PortalTransaction): Promise<{ pipelineId: bigint; name: string }[]> {
  const rows = await tx.db
    .selectFrom('pipeline')
    .select(['pipeline_id', 'name'])
    .where('portal_id', '=', tx.portalId)
    .orderBy('sort')
    .orderBy('pipeline_id')
    .execute();
  return rows.map((row) => ({ pipelineId: row.pipeline_id, name: row.name }));
}
