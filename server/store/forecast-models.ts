import type { PortalTransaction } from './portal-store.ts';

export interface StoredForecastModel {
  readonly fittedAt: Date;
  readonly inputsHash: string;
  readonly seed: bigint;
  /** To be read by whoever owns its shape. */
  readonly model: unknown;
}

export async function findForecastModel(tx: PortalTransaction): Promise<StoredForecastModel | undefined> {
  const row = await tx.db.selectFrom('forecast_model').selectAll().where('portal_id', '=', tx.portalId).executeTakeFirst();
  return row && { fittedAt: row.fitted_at, inputsHash: row.inputs_hash, seed: row.seed, model: row.model };
}

export async function findFittedAt(tx: PortalTransaction): Promise<Date | undefined> {
  const row = await tx.db.selectFrom('forecast_model').select('fitted_at').where('portal_id', '=', tx.portalId).executeTakeFirst();
  return row?.fitted_at;
}

/** `model` is already written as JSON. */
export async function saveForecastModel(
  tx: PortalTransaction,
  saved: Omit<StoredForecastModel, 'model'> & { readonly model: string },
): Promise<void> {
  const values = { fitted_at: saved.fittedAt, inputs_hash: saved.inputsHash, seed: saved.seed, model: saved.model };
  await tx.db
    .insertInto('forecast_model')
    .values({ portal_id: tx.portalId, ...values })
    .onConflict((conflict) => conflict.column('portal_id').doUpdateSet(values))
    .execute();
}
