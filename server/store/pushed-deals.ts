import { sql } from 'kysely';
import { isTheirs, type FactSource, type People } from './daily-totals.ts';
import { isCountedPipeline } from './open-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import { rememberSums } from './sums-cache.ts';

export interface PushedDeal {
  readonly dealId: bigint;
  readonly responsibleId: bigint;
  /** Minor units of the base currency. */
  readonly amount: bigint;
  readonly pushes: number;
}

/** Open deals whose close date was put off at least so often since we are watching, the dearest first. */
export function listPushedDeals(
  tx: PortalTransaction,
  source: FactSource,
  asked: { readonly atLeast: number; readonly people: People; readonly limit: number },
): Promise<readonly PushedDeal[]> {
  return rememberSums(tx, { name: 'pushed-deals', of: [source, asked] }, () => readPushedDeals(tx, source, asked));
}

async function readPushedDeals(
  tx: PortalTransaction,
  source: FactSource,
  { atLeast, people, limit }: { readonly atLeast: number; readonly people: People; readonly limit: number },
): Promise<PushedDeal[]> {
  const result = await sql<PushedDeal & { amountText: string }>`
    with open as (
      select deal_id, responsible_id, base_minor from deal
      where portal_id = ${tx.portalId} and semantics = 'P' and deleted_at is null and ${isCountedPipeline('pipeline_id', source)}
        and ${isTheirs('responsible_id', people)}
    ), push as (
      select deal_id, count(*)::int as pushes
      from (
        select deal_id, close_day, lag(close_day) over (partition by deal_id order by seen_at) as earlier
        from deal_version where portal_id = ${tx.portalId} and not is_gone and deal_id in (select deal_id from open)
      ) as dated
      where close_day > earlier group by deal_id having count(*) >= ${atLeast}::int
    )
    select open.deal_id as "dealId", open.responsible_id as "responsibleId", open.base_minor::text as "amountText", push.pushes
    from push join open on open.deal_id = push.deal_id
    order by open.base_minor desc, open.deal_id limit ${limit}`.execute(tx.db);
  return result.rows.map(({ amountText, ...row }) => ({ ...row, amount: BigInt(amountText) }));
}
