import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { ClientOwnerTable } from './tables/metric-tables.ts';
import { noteChanges } from './totals-revision.ts';
import { toArray, upsertRows } from './upsert-rows.ts';

interface ReadStretch {
  /** Ids behind this one, up to and with `through`, or to the end. */
  readonly after: bigint;
  readonly through: bigint | null;
  readonly owners: readonly Omit<ClientOwnerTable, 'portal_id'>[];
}

const shape = {
  table: 'client_owner',
  columns: { company_id: 'bigint', responsible_id: 'bigint' },
  key: ['company_id'],
  update: 'when-different',
} as const;

/** Who is in charge of the companies of a stretch of ids; companies that are gone, or that nobody is in charge of, go. */
export async function saveClientOwners(tx: PortalTransaction, { after, through, owners }: ReadStretch): Promise<number> {
  const owned = owners.filter(({ responsible_id }) => responsible_id > 0n);
  const ids = toArray(
    'bigint',
    owned.map(({ company_id }) => company_id),
  );
  const gone = await sql`
    delete from client_owner
    where portal_id = ${tx.portalId} and company_id > ${after} and ${through === null ? sql`true` : sql`company_id <= ${through}`}
      and company_id <> all(${ids})
    returning company_id`.execute(tx.db);
  return noteChanges(tx, gone.rows.length + (await upsertRows(tx, shape, owned)));
}
