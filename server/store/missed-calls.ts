import { sql } from 'kysely';
import { isAskedCall } from './activity-lists.ts';
import type { PortalTransaction } from './portal-store.ts';
import { dayOf, isCallAsked, minuteOf, type ProvenanceAsked } from './provenance.ts';

/** A moment as the portal's clocks show it. */
interface LocalMoment {
  readonly day: string;
  /** After midnight. */
  readonly minute: number;
}

export interface MissedCall {
  readonly callId: bigint;
  readonly userId: bigint;
  readonly at: Date;
  readonly missed: LocalMoment;
  readonly client: { readonly kind: number; readonly id: bigint } | null;
  /** The next conversation with the client, whoever had it; null until there is one. */
  readonly back: (LocalMoment & { readonly at: Date }) | null;
}

/** Calls that nobody took, and when somebody talked with the client after that; newest first. */
export async function listMissedCalls(tx: PortalTransaction, asked: ProvenanceAsked): Promise<MissedCall[]> {
  const rows = await sql<{
    callId: bigint;
    userId: bigint;
    at: Date;
    day: string;
    minute: number;
    kind: number | null;
    clientId: bigint | null;
    backAt: Date | null;
    backDay: string | null;
    backMinute: number | null;
  }>`
    select call.call_id as "callId", call.user_id as "userId", call.started_at as at, ${dayOf('call.started_at', asked)} as day,
      ${minuteOf('call.started_at', asked)} as minute, call.client_kind as kind, call.client_id as "clientId", back.at as "backAt",
      ${dayOf('back.at', asked)} as "backDay", ${minuteOf('back.at', asked)} as "backMinute"
    from call left join lateral (
      select min(next.started_at) as at from call as next
      where next.portal_id = call.portal_id and next.client_kind = call.client_kind and next.client_id = call.client_id
        and next.started_at > call.started_at and next.started_at <= ${asked.now.toISOString()}::timestamptz
        and next.code = '200' and next.kind <> 5
    ) as back on true
    where ${isCallAsked(tx, asked)} and ${isAskedCall('calls-missed', asked.basis)}
    order by call.started_at desc, call.call_id desc`.execute(tx.db);
  return rows.rows.map((row) => ({
    callId: row.callId,
    userId: row.userId,
    at: row.at,
    missed: { day: row.day, minute: row.minute },
    client: row.kind === null || row.clientId === null ? null : { kind: row.kind, id: row.clientId },
    back: row.backAt === null ? null : { day: row.backDay ?? row.day, minute: row.backMinute ?? 0, at: row.backAt },
  }));
}
