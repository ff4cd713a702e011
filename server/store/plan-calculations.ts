import type { PortalTransaction } from './portal-store.ts';

export interface StoredCalculation {
  readonly scope: string;
  /** To be parsed by whoever owns its shape. */
  readonly calculation: unknown;
  readonly savedAt: Date;
  readonly savedBy: bigint;
}

export async function listCalculations(tx: PortalTransaction, planId: string): Promise<StoredCalculation[]> {
  const rows = await tx.db
    .selectFrom('plan_calculation')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', planId)
    .orderBy('scope')
    .execute();
  return rows.map((row) => ({ scope: row.scope, calculation: row.calculation, savedAt: row.saved_at, savedBy: row.saved_by }));
}

export async function saveCalculation(
  tx: PortalTransaction,
  planId: string,
  scope: string,
  saved: { calculation: unknown; userId: bigint; now: Date },
): Promise<void> {
  const values = { calculation: JSON.stringify(saved.calculation), saved_at: saved.now, saved_by: saved.userId };
  await tx.db
    .insertInto('plan_calculation')
    .values({ portal_id: tx.portalId, plan_id: planId, scope, ...values })
    .onConflict((conflict) => conflict.columns(['portal_id', 'plan_id', 'scope']).doUpdateSet(values))
    .execute();
}
