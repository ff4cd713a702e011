import { sql, type RawBuilder } from 'kysely';
import { isAskedCall } from './activity-lists.ts';
import type { CountingBasis } from './counting-basis.ts';
import { isTheirs, type People } from './daily-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import { startOf, type DaySpan } from './won-day.ts';

export interface ProvenanceAsked {
  readonly basis: CountingBasis;
  readonly span: DaySpan;
  readonly people: People;
  /** What is planned for later is not looked at. */
  readonly now: Date;
}

export interface CallClients {
  /** Null: of all of them together, where a client of two people is one. */
  readonly userId: bigint | null;
  readonly counted: number;
  readonly clients: number;
  /** Telephony has found no card for the number. */
  readonly withoutClient: number;
}

/** With how many clients people have talked: a client is the card that telephony has tied the call to. */
export async function countCallClients(tx: PortalTransaction, asked: ProvenanceAsked): Promise<CallClients[]> {
  const rows = await sql<CallClients>`
    select call.user_id as "userId", count(*)::int as counted,
      (count(distinct (call.client_kind, call.client_id)) filter (where call.client_id is not null))::int as clients,
      (count(*) filter (where call.client_id is null))::int as "withoutClient"
    from call where ${isCallAsked(tx, asked)} and ${isAskedCall('calls', asked.basis)}
    group by grouping sets ((call.user_id), ())`.execute(tx.db);
  return rows.rows;
}

export interface ClientCallRow {
  readonly callId: bigint;
  readonly userId: bigint;
  readonly day: string;
  readonly at: Date;
  readonly callKind: number;
  readonly seconds: number;
  readonly kind: number | null;
  readonly clientId: bigint | null;
  /** How many conversations with the client there were. */
  readonly times: number;
}

/** The first conversation with each client, the further ones, or those with nobody that is known; newest first. */
export async function listClientCalls(
  tx: PortalTransaction,
  which: 'clients-unique' | 'calls-repeat' | 'calls-no-client',
  asked: ProvenanceAsked,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly total: number; readonly rows: ClientCallRow[] }> {
  const wanted = {
    'clients-unique': sql`kind is not null and turn = 1`,
    'calls-repeat': sql`kind is not null and turn > 1`,
    'calls-no-client': sql`kind is null`,
  };
  const chosen = sql`
    from (
      select call.call_id as "callId", call.user_id as "userId", ${dayOf('call.started_at', asked)} as day, call.started_at as at,
        call.kind as "callKind", call.seconds, call.client_kind as kind, call.client_id as "clientId",
        row_number() over (partition by call.client_kind, call.client_id order by call.started_at, call.call_id) as turn,
        (count(*) over (partition by call.client_kind, call.client_id))::int as times
      from call where ${isCallAsked(tx, asked)} and ${isAskedCall('calls', asked.basis)}
    ) as one where ${wanted[which]}`;
  const counted = await sql<{ total: bigint }>`select count(*) as total ${chosen}`.execute(tx.db);
  const rows = await sql<ClientCallRow>`
    select "callId", "userId", day, at, "callKind", seconds, kind, "clientId", times ${chosen}
    order by at desc, "callId" desc offset ${page.offset} limit ${page.limit}`.execute(tx.db);
  return { total: Number(counted.rows[0]?.total ?? 0), rows: rows.rows };
}

export function isCallAsked(tx: PortalTransaction, { basis, span, people }: ProvenanceAsked): RawBuilder<unknown> {
  return sql`call.portal_id = ${tx.portalId} and call.started_at >= ${startOf(span.from, basis.timeZone)}
    and call.started_at < ${startOf(span.before, basis.timeZone)} and ${isTheirs('call.user_id', people)}`;
}

export const dayOf = (column: string, { basis }: ProvenanceAsked): RawBuilder<unknown> =>
  sql`(${sql.ref(column)} at time zone ${basis.timeZone})::date::text`;

export const minuteOf = (column: string, { basis }: ProvenanceAsked): RawBuilder<unknown> =>
  sql`(extract(hour from ${sql.ref(column)} at time zone ${basis.timeZone}) * 60 + extract(minute from ${sql.ref(column)} at time zone ${basis.timeZone}))::int`;
