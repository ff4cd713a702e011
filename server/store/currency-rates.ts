import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { CurrencyRateTable } from './tables/document-tables.ts';
import { noteChanges } from './totals-revision.ts';
import { toArray, upsertRows } from './upsert-rows.ts';

export type RateFact = Omit<CurrencyRateTable, 'portal_id' | 'day'>;

const columns = { currency: 'text', day: 'date', rate: 'numeric', per_units: 'numeric', digits: 'smallint' } as const;

/** Rates as they are on a day of the portal; the last reading of the day stays. */
export async function saveRates(tx: PortalTransaction, rates: readonly RateFact[], day: string): Promise<number> {
  const shape = { table: 'currency_rate', columns, key: ['currency', 'day'], update: 'when-different' } as const;
  const dated = rates.map((rate) => ({ ...rate, day }));
  return noteChanges(tx, await upsertRows(tx, shape, dated));
}

/** Rates that were known on a day: of each currency the newest that is not from after it. */
export async function listRates(
  tx: PortalTransaction,
  currencies: readonly string[],
  day: string,
): Promise<(RateFact & { day: string })[]> {
  const found = await sql<RateFact & { day: string }>`
    select distinct on (currency) currency, day, rate::text as rate, per_units::text as per_units, digits
    from currency_rate
    where portal_id = ${tx.portalId} and currency = any(${toArray('text', currencies)}) and day <= ${day}::date
    order by currency, day desc`.execute(tx.db);
  return found.rows;
}

/** The same of every currency. */
export async function listAllRates(tx: PortalTransaction, day: string): Promise<(RateFact & { day: string })[]> {
  const known = await tx.db.selectFrom('currency_rate').select('currency').distinct().where('portal_id', '=', tx.portalId).execute();
  return listRates(
    tx,
    known.map(({ currency }) => currency),
    day,
  );
}
