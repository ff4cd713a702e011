import { sql } from 'kysely';
import type { PortalTotals } from '#kernel/metrics.ts';
import type { Store } from './open-store.ts';
import type { PortalTransaction } from './portal-store.ts';

interface OnePortal {
  readonly is_active: boolean;
  readonly dirty: number;
  readonly oldest_at: Date | null;
  readonly looked_at: Date | null;
  readonly pending: number;
  readonly unknown: number;
  readonly dead: number;
}

export interface Clocks {
  readonly systemClock: () => Date;
  readonly businessClock: () => Date;
}

/** Asks portal by portal, because row-level security shows no two of them; what was asked in the last seconds is not asked again. */
export function createTotals(store: Pick<Store, 'directory' | 'forPortal'>, clocks: Clocks, keptMs = 15_000): () => Promise<PortalTotals> {
  let known: { readonly atMs: number; readonly totals: Promise<PortalTotals> } | undefined;
  return () => {
    const nowMs = clocks.systemClock().getTime();
    if (known === undefined || nowMs - known.atMs >= keptMs) known = { atMs: nowMs, totals: readTotals(store, clocks) };
    // A look that failed is not kept.
    known.totals.catch(() => (known = undefined));
    return known.totals;
  };
}

async function readTotals(store: Pick<Store, 'directory' | 'forPortal'>, clocks: Clocks): Promise<PortalTotals> {
  const rows: OnePortal[] = [];
  for (const portalId of await store.directory.listPortalIds()) {
    const row = await store.forPortal(portalId).transaction(readPortal);
    if (row?.is_active === true) rows.push(row);
  }
  const since = (at: Date | null, clock: () => Date): number => (at === null ? 0 : Math.max(0, (clock().getTime() - at.getTime()) / 1000));
  const lags = rows.map((row) => since(row.looked_at, clocks.businessClock)).toSorted((one, other) => one - other);
  const sum = (of: (row: OnePortal) => number): number => rows.reduce((total, row) => total + of(row), 0);
  return {
    portals: rows.length,
    dirty: sum((row) => row.dirty),
    oldestDirtySeconds: Math.max(0, ...rows.map((row) => since(row.oldest_at, clocks.systemClock))),
    worstLagSeconds: lags.at(-1) ?? 0,
    medianLagSeconds: lags[Math.floor(lags.length / 2)] ?? 0,
    outbox: { pending: sum((row) => row.pending), unknown: sum((row) => row.unknown), dead: sum((row) => row.dead) },
  };
}

async function readPortal({ db, portalId }: PortalTransaction): Promise<OnePortal | undefined> {
  const found = await sql<OnePortal>`
    select portal.state = 'active' as is_active,
      (select count(*)::integer from dirty_record where portal_id = ${portalId} and is_waiting) as dirty,
      (select min(marked_at) from dirty_record where portal_id = ${portalId} and is_waiting) as oldest_at,
      (select max(succeeded_at) from sync_stream where portal_id = ${portalId} and stream = 'delta') as looked_at,
      waiting.pending, waiting.unknown, waiting.dead
    from portal, (
      select count(*) filter (where state = 'pending')::integer as pending, count(*) filter (where state = 'unknown')::integer as unknown,
        count(*) filter (where state = 'dead')::integer as dead
      from outbox where portal_id = ${portalId}) waiting
    where portal.portal_id = ${portalId}`.execute(db);
  return found.rows[0];
}
