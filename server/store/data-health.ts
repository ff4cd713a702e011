import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { StreamName } from './tables/sync-tables.ts';

export interface StreamRow {
  readonly stream: StreamName;
  readonly succeededAt: Date | null;
  readonly failedAt: Date | null;
  readonly failure: string | null;
  readonly resumeAt: Date | null;
  readonly day: string;
  readonly rows: number;
}

/** Streams that have reported at least once. */
export async function listStreams(tx: PortalTransaction): Promise<Map<StreamName, StreamRow>> {
  const rows = await tx.db.selectFrom('sync_stream').selectAll().where('portal_id', '=', tx.portalId).execute();
  return new Map(
    rows.map((row) => [
      row.stream,
      {
        stream: row.stream,
        succeededAt: row.succeeded_at,
        failedAt: row.failed_at,
        failure: row.failure,
        resumeAt: row.resume_at,
        day: row.day,
        rows: Number(row.rows),
      },
    ]),
  );
}

export async function listLags(tx: PortalTransaction, since: Date): Promise<{ at: Date; seconds: number }[]> {
  return tx.db
    .selectFrom('sync_lag')
    .select(['at', 'seconds'])
    .where('portal_id', '=', tx.portalId)
    .where('at', '>=', since)
    .orderBy('at')
    .execute();
}

export interface ComparedEntity {
  readonly entity: string;
  readonly compared: number;
  readonly missing: number;
  readonly changed: number;
  readonly gone: number;
}

export interface ReconcileRun {
  readonly startedAt: Date;
  /** Null while an entity of it is still compared. */
  readonly finishedAt: Date | null;
  readonly entities: readonly ComparedEntity[];
}

/** The newest comparisons first; one that goes on now is among them. */
export async function listReconcileRuns(tx: PortalTransaction, atMost: number): Promise<ReconcileRun[]> {
  const newest = await tx.db
    .selectFrom('reconcile_run')
    .select(['run_id', (eb) => eb.fn.min('started_at').as('started_at')])
    .where('portal_id', '=', tx.portalId)
    .groupBy('run_id')
    .orderBy('started_at', 'desc')
    .limit(atMost)
    .execute();
  if (newest.length === 0) return [];
  const ids = newest.map((run) => run.run_id);
  const rows = await tx.db
    .selectFrom('reconcile_run')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('run_id', 'in', ids)
    .orderBy('entity')
    .execute();
  return newest.map((run) => {
    const own = rows.filter((row) => row.run_id === run.run_id);
    const ends = own.flatMap((row) => row.finished_at?.getTime() ?? []);
    return {
      startedAt: run.started_at,
      finishedAt: ends.length === own.length ? new Date(Math.max(...ends)) : null,
      entities: own.map((row) => ({
        entity: row.entity,
        compared: Number(row.compared),
        missing: Number(row.missing),
        changed: Number(row.changed),
        gone: Number(row.gone),
      })),
    };
  });
}

export interface MethodTime {
  readonly method: string;
  readonly seconds: number;
  readonly parkedUntil: Date | null;
  readonly notedAt: Date;
}

/** Times of the system's clock, as the portal's answers told them. */
export async function listMethodTimes(tx: PortalTransaction): Promise<MethodTime[]> {
  const rows = await tx.db.selectFrom('method_time').selectAll().where('portal_id', '=', tx.portalId).orderBy('method').execute();
  return rows.map((row) => ({
    method: row.method,
    seconds: row.operating_seconds,
    parkedUntil: row.parked_until,
    notedAt: row.noted_at,
  }));
}

/** Why an entity is not read at all: the code of the last failure of its cursors. */
export async function listRefusals(tx: PortalTransaction): Promise<Map<string, string>> {
  const rows = await tx.db
    .selectFrom('sync_cursor')
    .select(['entity', 'failure'])
    .where('portal_id', '=', tx.portalId)
    .where('failure', 'is not', null)
    .execute();
  return new Map(rows.map((row) => [row.entity, row.failure ?? '']));
}

/** When the dictionaries were read last, all of them; null while one is still to come. */
export async function findStructureTime(tx: PortalTransaction): Promise<Date | null> {
  const result = await sql<{ at: Date | null }>`
    select case when count(*) = 4 then min(updated_at) end as at from sync_cursor
    where portal_id = ${tx.portalId} and direction = 'backward' and state = 'ready'
      and entity in ('people', 'departments', 'pipelines', 'stages')`.execute(tx.db);
  return result.rows[0]?.at ?? null;
}

/** Until when our copy of deals and of calls is complete; calls the portal does not give are told by their activities. */
export async function findFactTimes(tx: PortalTransaction): Promise<{ dealsAt: Date | null; callsAt: Date | null }> {
  const result = await sql<{ deals_at: Date | null; calls_at: Date | null; activities_at: Date | null }>`
    select max(updated_at) filter (where entity in ('deals', 'stage-moves')) as deals_at,
      case when bool_or(entity = 'calls' and failure is not null) then null
        else max(updated_at) filter (where entity = 'calls') end as calls_at,
      max(updated_at) filter (where entity = 'activities') as activities_at
    from sync_cursor where portal_id = ${tx.portalId}`.execute(tx.db);
  const row = result.rows[0];
  return { dealsAt: row?.deals_at ?? null, callsAt: row?.calls_at ?? row?.activities_at ?? null };
}
