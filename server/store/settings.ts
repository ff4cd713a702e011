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
