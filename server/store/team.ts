import type { Department, TeamMember } from '#domain/team.ts';
import { listErasedPeople } from './erasures.ts';
import type { PortalTransaction } from './portal-store.ts';

/** Departments and people of the portal as last read; dismissed people stay, their facts still count. */
export async function readStructure(tx: PortalTransaction): Promise<{ departments: Department[]; members: TeamMember[] }> {
  const departments = await tx.db.selectFrom('department').selectAll().where('portal_id', '=', tx.portalId).execute();
  const people = await tx.db.selectFrom('person').selectAll().where('portal_id', '=', tx.portalId).orderBy('user_id').execute();
  // Nobody is asked about while everybody has a name.
  const erased = people.some(isNameless) ? await listErasedPeople(tx) : new Set<bigint>();
  return {
    departments: departments.map((row) => ({
      departmentId: row.department_id,
      name: row.name,
      parentId: row.parent_id,
      headId: row.head_id,
      deputyIds: row.deputy_ids,
      sort: row.sort,
    })),
    members: people.map((row) => ({
      userId: row.user_id,
      firstName: row.first_name,
      lastName: row.last_name,
      isActive: row.is_active,
      departmentIds: row.department_ids,
      joinedOn: row.joined_on,
      ...(erased.has(row.user_id) && isNameless(row) ? { isErased: true } : {}),
    })),
  };
}

function isNameless(row: { first_name: string; last_name: string }): boolean {
  return row.first_name === '' && row.last_name === '';
}

/** Whether a person works in the portal by its list of employees; `unknown` before the list was read. */
export async function findWork(tx: PortalTransaction, userId: bigint): Promise<'works' | 'dismissed' | 'unlisted' | 'unknown'> {
  const of = tx.db.selectFrom('person').select('is_active').where('portal_id', '=', tx.portalId);
  const row = await of.where('user_id', '=', userId).executeTakeFirst();
  if (row !== undefined) return row.is_active ? 'works' : 'dismissed';
  return (await of.limit(1).executeTakeFirst()) === undefined ? 'unknown' : 'unlisted';
}
