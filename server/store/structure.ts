import { sql } from 'kysely';
import { arrayOf, toLiteral } from './array-literal.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { DepartmentTable, PersonTable, StageTable, Tables } from './tables.ts';

export type PersonFact = Omit<PersonTable, 'portal_id'>;
export type DepartmentFact = Omit<DepartmentTable, 'portal_id'>;
export type PipelineFact = Omit<Tables['pipeline'], 'portal_id'>;
export type StageFact = Omit<StageTable, 'portal_id' | 'progress' | 'win_percent'>;

/** People the portal no longer names stay as dismissed: their facts still count. */
export async function savePeople(tx: PortalTransaction, people: readonly PersonFact[]): Promise<number> {
  if (people.length === 0) return 0;
  const rows = people.map((person) => ({ ...person, departments: toLiteral(person.department_ids) }));
  const changed = await sql<{ user_id: bigint }>`
    insert into person (portal_id, user_id, first_name, last_name, position, is_active, department_ids, joined_on)
    select ${tx.portalId}::bigint, row.user_id, row.first_name, row.last_name, row.position, row.is_active, row.departments::bigint[], row.joined_on
    from unnest(
      ${arrayOf(
        'bigint',
        rows.map((row) => row.user_id),
      )}, ${arrayOf(
        'text',
        rows.map((row) => row.first_name),
      )},
      ${arrayOf(
        'text',
        rows.map((row) => row.last_name),
      )}, ${arrayOf(
        'text',
        rows.map((row) => row.position),
      )},
      ${arrayOf(
        'boolean',
        rows.map((row) => row.is_active),
      )}, ${arrayOf(
        'text',
        rows.map((row) => row.departments),
      )},
      ${arrayOf(
        'date',
        rows.map((row) => row.joined_on),
      )}) as row (user_id, first_name, last_name, position, is_active, departments, joined_on)
    on conflict (portal_id, user_id) do update set
      first_name = excluded.first_name, last_name = excluded.last_name, position = excluded.position, is_active = excluded.is_active,
      department_ids = excluded.department_ids, joined_on = coalesce(excluded.joined_on, person.joined_on)
    where (person.first_name, person.last_name, person.position, person.is_active, person.department_ids)
      is distinct from (excluded.first_name, excluded.last_name, excluded.position, excluded.is_active, excluded.department_ids)
    returning user_id`.execute(tx.db);
  const gone = await sql<{ user_id: bigint }>`
    update person set is_active = false
    where portal_id = ${tx.portalId} and is_active and user_id <> all(${arrayOf(
      'bigint',
      people.map((person) => person.user_id),
    )})
    returning user_id`.execute(tx.db);
  return changed.rows.length + gone.rows.length;
}

export async function saveDepartments(tx: PortalTransaction, departments: readonly DepartmentFact[]): Promise<number> {
  if (departments.length === 0) return 0;
  const changed = await sql<{ department_id: bigint }>`
    insert into department (portal_id, department_id, name, parent_id, head_id, sort)
    select ${tx.portalId}::bigint, row.* from unnest(
      ${arrayOf(
        'bigint',
        departments.map((row) => row.department_id),
      )}, ${arrayOf(
        'text',
        departments.map((row) => row.name),
      )},
      ${arrayOf(
        'bigint',
        departments.map((row) => row.parent_id),
      )}, ${arrayOf(
        'bigint',
        departments.map((row) => row.head_id),
      )},
      ${arrayOf(
        'integer',
        departments.map((row) => row.sort),
      )}) as row
    on conflict (portal_id, department_id) do update set
      name = excluded.name, parent_id = excluded.parent_id, head_id = excluded.head_id, sort = excluded.sort
    where (department.name, department.parent_id, department.head_id, department.sort)
      is distinct from (excluded.name, excluded.parent_id, excluded.head_id, excluded.sort)
    returning department_id`.execute(tx.db);
  const gone = await sql<{ department_id: bigint }>`
    delete from department
    where portal_id = ${tx.portalId} and department_id <> all(${arrayOf(
      'bigint',
      departments.map((row) => row.department_id),
    )})
    returning department_id`.execute(tx.db);
  return changed.rows.length + gone.rows.length;
}

export async function savePipelines(tx: PortalTransaction, pipelines: readonly PipelineFact[]): Promise<number> {
  if (pipelines.length === 0) return 0;
  const changed = await sql<{ pipeline_id: bigint }>`
    insert into pipeline (portal_id, pipeline_id, name, sort)
    select ${tx.portalId}::bigint, row.* from unnest(
      ${arrayOf(
        'bigint',
        pipelines.map((row) => row.pipeline_id),
      )}, ${arrayOf(
        'text',
        pipelines.map((row) => row.name),
      )},
      ${arrayOf(
        'integer',
        pipelines.map((row) => row.sort),
      )}) as row
    on conflict (portal_id, pipeline_id) do update set name = excluded.name, sort = excluded.sort
    where (pipeline.name, pipeline.sort) is distinct from (excluded.name, excluded.sort)
    returning pipeline_id`.execute(tx.db);
  const gone = await sql<{ pipeline_id: bigint }>`
    delete from pipeline
    where portal_id = ${tx.portalId} and pipeline_id <> all(${arrayOf(
      'bigint',
      pipelines.map((row) => row.pipeline_id),
    )})
    returning pipeline_id`.execute(tx.db);
  return changed.rows.length + gone.rows.length;
}

/** Percents that people have set stay with their stage; a stage that is gone from the portal goes with them. */
export async function saveStages(tx: PortalTransaction, stages: readonly StageFact[]): Promise<number> {
  if (stages.length === 0) return 0;
  const changed = await sql<{ stage_id: string }>`
    insert into stage (portal_id, pipeline_id, stage_id, name, sort, semantics, color)
    select ${tx.portalId}::bigint, row.* from unnest(
      ${arrayOf(
        'bigint',
        stages.map((row) => row.pipeline_id),
      )}, ${arrayOf(
        'text',
        stages.map((row) => row.stage_id),
      )},
      ${arrayOf(
        'text',
        stages.map((row) => row.name),
      )}, ${arrayOf(
        'integer',
        stages.map((row) => row.sort),
      )},
      ${arrayOf(
        'text',
        stages.map((row) => row.semantics),
      )}, ${arrayOf(
        'text',
        stages.map((row) => row.color),
      )}) as row
    on conflict (portal_id, pipeline_id, stage_id) do update set
      name = excluded.name, sort = excluded.sort, semantics = excluded.semantics, color = excluded.color
    where (stage.name, stage.sort, stage.semantics, stage.color) is distinct from (excluded.name, excluded.sort, excluded.semantics, excluded.color)
    returning stage_id`.execute(tx.db);
  const gone = await sql<{ stage_id: string }>`
    delete from stage
    where portal_id = ${tx.portalId} and (pipeline_id, stage_id) not in (
      select row.* from unnest(${arrayOf(
        'bigint',
        stages.map((row) => row.pipeline_id),
      )}, ${arrayOf(
        'text',
        stages.map((row) => row.stage_id),
      )}) as row)
    returning stage_id`.execute(tx.db);
  return changed.rows.length + gone.rows.length;
}
