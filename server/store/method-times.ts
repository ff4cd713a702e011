import { sql } from 'kysely';
import type { Store } from './open-store.ts';
import { rememberPortalIds, type PortalTransaction } from './portal-store.ts';

/** What a portal has said of the time a method of ours has worked; it blocks one above 480 seconds. */
export interface MethodTime {
  readonly method: string;
  /** Within the ten minutes before `notedAt`. */
  readonly operatingSeconds: number;
  /** When the oldest of those minutes drops. */
  readonly resetAt: Date;
  readonly parkedUntil: Date | null;
  readonly notedAt: Date;
}

/** Later words replace earlier ones, whoever heard them; a method stays parked for as long as anybody was told. */
export async function saveMethodTimes(tx: PortalTransaction, times: readonly MethodTime[]): Promise<void> {
  if (times.length === 0) return;
  const rows = times.map((time) => ({
    portal_id: tx.portalId,
    method: time.method,
    operating_seconds: time.operatingSeconds,
    reset_at: time.resetAt,
    parked_until: time.parkedUntil,
    noted_at: time.notedAt,
  }));
  const newer = <Value>(column: 'operating_seconds' | 'reset_at') =>
    sql<Value>`case when excluded.noted_at >= method_time.noted_at then excluded.${sql.ref(column)} else method_time.${sql.ref(column)} end`;
  await tx.db
    .insertInto('method_time')
    // In one order, so that processes wait for each other and never for both.
    .values(rows.sort((a, b) => (a.method < b.method ? -1 : 1)))
    .onConflict((conflict) =>
      conflict.columns(['portal_id', 'method']).doUpdateSet({
        operating_seconds: newer<number>('operating_seconds'),
        reset_at: newer<Date>('reset_at'),
        parked_until: sql<Date | null>`greatest(method_time.parked_until, excluded.parked_until)`,
        noted_at: sql<Date>`greatest(method_time.noted_at, excluded.noted_at)`,
      }),
    )
    .execute();
}

/** The dearest first; what was said more than ten minutes ago says nothing any more, unless the method is parked still. */
export async function listMethodTimes(tx: PortalTransaction): Promise<MethodTime[]> {
  const now = sql<Date>`statement_timestamp()`;
  const rows = await tx.db
    .selectFrom('method_time')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where((where) =>
      where.or([where('noted_at', '>', sql<Date>`statement_timestamp() - interval '10 minutes'`), where('parked_until', '>', now)]),
    )
    .orderBy('operating_seconds', 'desc')
    .orderBy('method')
    .execute();
  return rows.map((row) => ({
    method: row.method,
    operatingSeconds: row.operating_seconds,
    resetAt: row.reset_at,
    parkedUntil: row.parked_until,
    notedAt: row.noted_at,
  }));
}

export interface MethodTimesKeeper {
  exchange(memberId: string, learned: readonly MethodTime[]): Promise<readonly MethodTime[]>;
}

/** Empty for portals that the directory does not know. */
export function createMethodTimes(store: Pick<Store, 'directory' | 'forPortal'>): MethodTimesKeeper {
  const findPortalId = rememberPortalIds(store.directory);
  return {
    exchange: async (memberId, learned) => {
      const portalId = await findPortalId(memberId);
      if (portalId === undefined) return [];
      return store.forPortal(portalId).transaction(async (tx) => {
        await saveMethodTimes(tx, learned);
        return listMethodTimes(tx);
      });
    },
  };
}
