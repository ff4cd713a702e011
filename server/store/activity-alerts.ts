import { sql } from 'kysely';
import type { AlertKind } from '#domain/intensity/alerts.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { ActivityAlertTable } from './tables/norm-tables.ts';
import { toArray } from './upsert-rows.ts';

export interface StoredAlert {
  readonly alertId: string;
  readonly userId: bigint;
  readonly metric: string;
  readonly day: string;
  /** Oldest first. */
  readonly days: readonly string[];
  readonly kind: AlertKind;
  readonly fact: number;
  readonly expected: number;
  readonly raisedAt: Date;
}

/** False when there was a word about the metric of the person on that day already. */
export async function addAlert(tx: PortalTransaction, alert: StoredAlert): Promise<boolean> {
  const added = await sql`
    insert into activity_alert (portal_id, alert_id, user_id, metric, day, days, kind, fact, expected, raised_at)
    values (${tx.portalId}, ${alert.alertId}::uuid, ${alert.userId}, ${alert.metric}, ${alert.day}::date, ${toArray('date', alert.days)},
      ${alert.kind}, ${alert.fact}::double precision, ${alert.expected}::double precision, ${alert.raisedAt.toISOString()}::timestamptz)
    on conflict (portal_id, user_id, metric, day) do nothing returning alert_id`.execute(tx.db);
  return added.rows.length > 0;
}

/** Alerts since a day, the newest first. */
export async function listAlerts(tx: PortalTransaction, since: string): Promise<StoredAlert[]> {
  const rows = await selectAlerts(tx)
    .where('day', '>=', since)
    .orderBy('day', 'desc')
    .orderBy('raised_at', 'desc')
    .orderBy('alert_id')
    .execute();
  return rows.map(toAlert);
}

export async function findAlert(tx: PortalTransaction, alertId: string): Promise<StoredAlert | undefined> {
  const row = await selectAlerts(tx).where('alert_id', '=', alertId).executeTakeFirst();
  return row && toAlert(row);
}

function selectAlerts(tx: PortalTransaction) {
  return tx.db
    .selectFrom('activity_alert')
    .select(['alert_id', 'user_id', 'metric', 'day', 'kind', 'fact', 'expected', 'raised_at'])
    .select(sql<string>`array_to_string(days, ' ')`.as('days'))
    .where('portal_id', '=', tx.portalId);
}

function toAlert(row: Omit<ActivityAlertTable, 'portal_id' | 'days'> & { days: string }): StoredAlert {
  return {
    alertId: row.alert_id,
    userId: row.user_id,
    metric: row.metric,
    day: row.day,
    days: row.days.split(' '),
    kind: row.kind,
    fact: row.fact,
    expected: row.expected,
    raisedAt: row.raised_at,
  };
}
