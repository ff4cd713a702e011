import { LRUCache } from 'lru-cache';
import type { PortalTransaction } from './portal-store.ts';
import { findTotalsRevision } from './totals-revision.ts';

interface KeptSums {
  readonly revision: string;
  readonly rows: readonly unknown[];
}

/** Sums of facts that were read already, of all portals of a process. */
export type SumsCache = LRUCache<string, KeptSums>;

/** What a transaction knows of kept sums. */
export interface TransactionSums {
  /** Null keeps nothing. */
  readonly cache: SumsCache | null;
  /** Of the facts as the transaction first saw them. */
  revision?: Promise<string | undefined>;
  /** Its own changes are nobody else's yet. */
  hasChangedFacts: boolean;
}

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
