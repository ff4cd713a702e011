import type { PortalTransaction } from './portal-store.ts';
import type { RequestedStream } from './tables/sync-tables.ts';

/** A stream that is asked for again before the lane has taken it keeps one row. */
export async function requestReconcile(
  tx: PortalTransaction,
  request: { streams: readonly RequestedStream[]; now: Date; userId: bigint },
): Promise<void> {
  if (request.streams.length === 0) return;
  const values = { requested_at: request.now, requested_by: request.userId, is_taken: false };
  await tx.db
    .insertInto('reconcile_request')
    .values([...new Set(request.streams)].map((stream) => ({ portal_id: tx.portalId, stream, ...values })))
    .onConflict((conflict) => conflict.columns(['portal_id', 'stream']).doUpdateSet(values))
    .execute();
}

export interface ReconcileRequest {
  readonly streams: readonly RequestedStream[];
  /** The newest of the requests. */
  readonly at: Date;
  readonly by: bigint;
}

/** Everything that was asked for and not taken yet; whoever takes it reads those streams. */
export async function takeReconcileRequest(tx: PortalTransaction): Promise<ReconcileRequest | undefined> {
  const rows = await tx.db
    .updateTable('reconcile_request')
    .set({ is_taken: true })
    .where('portal_id', '=', tx.portalId)
    .where('is_taken', '=', false)
    .returning(['stream', 'requested_at', 'requested_by'])
    .execute();
  const [newest] = rows.toSorted((left, right) => right.requested_at.getTime() - left.requested_at.getTime());
  if (newest === undefined) return undefined;
  return { streams: rows.map((row) => row.stream).sort(), at: newest.requested_at, by: newest.requested_by };
}

/** The last request for each stream, and whether the lane has taken it. */
export async function listReconcileRequests(tx: PortalTransaction): Promise<Map<string, { at: Date; isTaken: boolean }>> {
  const rows = await tx.db
    .selectFrom('reconcile_request')
    .select(['stream', 'requested_at', 'is_taken'])
    .where('portal_id', '=', tx.portalId)
    .execute();
  return new Map(rows.map((row) => [row.stream, { at: row.requested_at, isTaken: row.is_taken }]));
}
