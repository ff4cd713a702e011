import type { PortalTransaction } from './portal-store.ts';

/** The stored value, to be parsed by whoever owns the setting; undefined while it was never set. */
export async function findSetting(tx: PortalTransaction, name: string): Promise<unknown> {
  const row = await tx.db
    .selectFrom('setting')
    .select('value')
    .where('portal_id', '=', tx.portalId)
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.value;
}

export interface StoredSetting {
  readonly value: unknown;
  readonly changedAt: Date;
  /** Null for what the portal itself told. */
  readonly changedBy: bigint | null;
}

/** Some settings by name, with who set them and when; those never set are missing. */
export async function listSettings(tx: PortalTransaction, names: readonly string[]): Promise<Map<string, StoredSetting>> {
  const rows = await tx.db
    .selectFrom('setting')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('name', 'in', [...names])
    .execute();
  return new Map(rows.map((row) => [row.name, { value: row.value, changedAt: row.updated_at, changedBy: row.updated_by }]));
}

export async function saveSetting(
  tx: PortalTransaction,
  setting: { name: string; value: unknown; now: Date; userId: bigint | null },
): Promise<void> {
  const values = { value: JSON.stringify(setting.value), updated_at: setting.now, updated_by: setting.userId };
  await tx.db
    .insertInto('setting')
    .values({ portal_id: tx.portalId, name: setting.name, ...values })
    .onConflict((conflict) => conflict.columns(['portal_id', 'name']).doUpdateSet(values))
    .execute();
}
