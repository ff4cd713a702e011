import { sql } from 'kysely';
import type { ThingCode } from '#domain/planning/countable-metrics.ts';
import type { FactShare } from '#domain/planning/metric-facts.ts';
import { withDimensions } from './dimension-things.ts';
import { remembered, selectThings } from './metric-facts.ts';
import type { PortalTransaction } from './portal-store.ts';
import { rememberSums } from './sums-cache.ts';
import type { ThingDimension, ThingsAsked } from './things.ts';

/** A share of a metric that is about these values, one for each dimension that was asked for; null where a thing has none. */
export interface DimensionShare extends Omit<FactShare, 'month'> {
  readonly values: readonly (string | null)[];
}

/** Sums of things by whose they are and what they are about. Of a state it is asked for one moment, of all others for any span. */
export async function listDimensionShares(
  tx: PortalTransaction,
  code: ThingCode,
  asked: ThingsAsked,
  dimensions: readonly ThingDimension[],
): Promise<readonly DimensionShare[]> {
  const read = async (): Promise<DimensionShare[]> => {
    const columns = dimensions.map((_, at) => sql.ref(`part.value_${at + 1}`));
    const things = withDimensions(tx, selectThings(code, dimensions)(tx, asked), dimensions);
    const result = await sql<{ people: bigint[]; values: (string | null)[]; value: string }>`
      select part.people, array[${sql.join(columns)}]::text[] as values, coalesce(sum(part.value), 0)::text as value
      from ${things} as part group by 1, 2 order by 2, 1`.execute(tx.db);
    return result.rows.map((row) => ({ ...row, value: BigInt(row.value) }));
  };
  return remembered.has(code) ? rememberSums(tx, { name: `by-dimension-${code}`, of: [asked, dimensions] }, read) : read();
}
