import type { PortalTransaction } from './portal-store.ts';

export interface StoredCause {
  readonly causeId: string;
  readonly name: string;
}

/** Causes that the company has added, in the order of their names. */
export async function listCauses(tx: PortalTransaction): Promise<StoredCause[]> {
  const rows = await tx.db
    .selectFrom('review_cause')
    .select(['cause_id', 'name'])
    .where('portal_id', '=', tx.portalId)
    .orderBy('name')
    .orderBy('cause_id')
    .execute();
  return rows.map((row) => ({ causeId: row.cause_id, name: row.name }));
}

/** Two people who add the same cause get the same one, whatever they call its id. */
export async function addCause(tx: PortalTransaction, cause: StoredCause & { by: bigint; now: Date }): Promise<string> {
  await tx.db
    .insertInto('review_cause')
    .values({ portal_id: tx.portalId, cause_id: cause.causeId, name: cause.name, created_at: cause.now, created_by: cause.by })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const known = (await listCauses(tx)).find(
    ({ causeId, name }) => causeId === cause.causeId || name.toLowerCase() === cause.name.toLowerCase(),
  );
  return known?.causeId ?? cause.causeId;
}

/** How often each cause stands in a field, over all reviews: the last text counts. */
export async function countCauses(tx: PortalTransaction): Promise<Map<string, number>> {
  const rows = await tx.db
    .selectFrom('review_text')
    .select((eb) => ['value', eb.fn.countAll<bigint>().as('uses')])
    .where('portal_id', '=', tx.portalId)
    .where('field', '=', 'cause')
    .where('revision', 'is not', null)
    .where('settled_at', 'is', null)
    .where('value', '<>', '')
    .groupBy('value')
    .execute();
  return new Map(rows.map(({ value, uses }) => [value, Number(uses)]));
}
