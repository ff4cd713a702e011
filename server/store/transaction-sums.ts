import type { LRUCache } from 'lru-cache';

/** Sums of facts that were read already, of all portals of a process. */
export type SumsCache = LRUCache<string, { readonly revision: string; readonly rows: readonly unknown[] }>;

/** What a transaction knows of kept sums. */
export interface TransactionSums {
  /** Null keeps nothing. */
  readonly cache: SumsCache | null;
  /** Of the facts as the transaction first saw them. */
  revision?: Promise<string | undefined>;
  /** Its own changes are nobody else's yet. */
  hasChangedFacts: boolean;
}
