import { LRUCache } from 'lru-cache';
import type { PortalTransaction } from './portal-store.ts';
import type { SumsCache } from './transaction-sums.ts';
import { findTotalsRevision } from './totals-revision.ts';

/** About a hundred bytes a row. */
const mostRows = 300_000;

export function createSumsCache(): SumsCache {
  return new LRUCache({ maxSize: mostRows, sizeCalculation: ({ rows }) => rows.length + 1 });
}

/**
 * Reads sums that follow from the facts and from what was asked, and from nothing else, unless they are known and no facts
 * have changed since. The revision is read before the sums: they can be newer than it says, never older.
 */
export async function rememberSums<Row>(
  tx: PortalTransaction,
  asked: { readonly name: string; readonly of: readonly unknown[] },
  read: () => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const { cache } = tx.sums;
  if (cache === null || tx.sums.hasChangedFacts) return read();
  const revision = await (tx.sums.revision ??= findTotalsRevision(tx));
  if (revision === undefined) return read();
  const key = `${tx.portalId} ${asked.name} ${JSON.stringify(asked.of, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))}`;
  const known = cache.get(key);
  if (known?.revision === revision) return known.rows as readonly Row[];
  const rows = await read();
  cache.set(key, { revision, rows });
  return rows;
}
