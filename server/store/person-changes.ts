import type { PortalTransaction } from './portal-store.ts';
import type { PersonTable } from './tables/fact-tables.ts';
import type { PersonChangeTable } from './tables/team-tables.ts';

export type SeenPersonChange = Omit<PersonChangeTable, 'portal_id'>;

/** What the new list says differently from the stored people; nothing of a list read for the first time. */
export async function savePersonChanges(
  tx: PortalTransaction,
  people: readonly Known[],
  seen: { at: Date; isWhole: boolean },
): Promise<void> {
  const stored = await tx.db
    .selectFrom('person')
    .select(['user_id', 'is_active', 'department_ids'])
    .where('portal_id', '=', tx.portalId)
    .execute();
  if (stored.length === 0) return;
  const before = new Map(stored.map((row) => [row.user_id, row]));
  const changes = people.flatMap((person) => compare(before.get(person.user_id), person));
  const named = new Set(people.map(({ user_id }) => user_id));
  const gone = stored.filter((row) => seen.isWhole && row.is_active && !named.has(row.user_id));
  const rows = [...changes, ...gone.map((row) => toChange('left', row.user_id, row.department_ids[0], undefined))];
  if (rows.length === 0) return;
  await tx.db
    .insertInto('person_change')
    .values(rows.map((row) => ({ ...row, portal_id: tx.portalId, seen_at: seen.at })))
    .onConflict((conflict) => conflict.columns(['portal_id', 'user_id', 'seen_at', 'kind']).doNothing())
    .execute();
}

/** Changes seen before a moment, in their order. */
export async function listPersonChanges(tx: PortalTransaction, before: Date): Promise<SeenPersonChange[]> {
  return tx.db
    .selectFrom('person_change')
    .select(['user_id', 'seen_at', 'kind', 'from_department', 'to_department'])
    .where('portal_id', '=', tx.portalId)
    .where('seen_at', '<', before)
    .orderBy('seen_at')
    .orderBy('user_id')
    .execute();
}

type Known = Pick<PersonTable, 'user_id' | 'is_active' | 'department_ids'>;

function compare(before: Known | undefined, now: Known): Omit<SeenPersonChange, 'seen_at'>[] {
  const [from, to] = [before?.department_ids[0], now.department_ids[0]];
  if (now.is_active && before?.is_active !== true) return [toChange('joined', now.user_id, undefined, to)];
  if (!now.is_active) return before?.is_active === true ? [toChange('left', now.user_id, from, undefined)] : [];
  return from === to ? [] : [toChange('moved', now.user_id, from, to)];
}

function toChange(kind: SeenPersonChange['kind'], userId: bigint, from: bigint | undefined, to: bigint | undefined) {
  return { user_id: userId, kind, from_department: from ?? null, to_department: to ?? null };
}
