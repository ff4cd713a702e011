import { sql } from 'kysely';
import { countingBasis, defaultCounting } from '#domain/counting.ts';
import { saveCountingBasis } from '#store/keep-totals.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { savePortal } from '#store/portals.ts';
import { saveDepartments, savePeople, savePipelines, saveStages } from '#store/structure.ts';
import { addCursors, saveCursor } from '#store/sync-cursors.ts';

/** A portal of the size the figures are about; the same numbers give the same rows. */
export interface PortalSize {
  readonly deals: number;
  readonly managers: number;
}

export const managersOf = (size: PortalSize): bigint[] => Array.from({ length: size.managers }, (_, index) => BigInt(index + 2));

export const now = new Date('2026-11-16T07:42:00.000Z');
export const month = '2026-11';
export const admin = 1n;
const teamSize = 8;
const openStages = ['NEW', 'TALK', 'OFFER', 'CONTRACT', 'INVOICE'] as const;
const years = 3;
/** Rows of one statement: PGlite holds the process for as long as it lasts. */
const rowsAtOnce = 50_000;

/** Deals of three years with three stage moves each, and as many call activities, half of them with a row of telephony statistics. */
export async function savePortalOf(store: Store, portalId: bigint, size: PortalSize): Promise<{ summingMs: number }> {
  const portal = store.forPortal(portalId);
  await portal.transaction((tx) => saveStructure(tx, size));
  for (let from = 1; from <= size.deals; from += rowsAtOnce) {
    const part = { from, to: Math.min(size.deals, from + rowsAtOnce - 1), ...size };
    await portal.transaction((tx) => insertDeals(tx, part));
    await portal.transaction((tx) => insertMoves(tx, part));
    for (let third = 0; third < 3; third += 1) await portal.transaction((tx) => insertActivities(tx, part, third));
  }
  await store.refreshStatistics();
  const begin = performance.now();
  await portal.transaction((tx) => saveCountingBasis(tx, countingBasis(defaultCounting, settings.timeZone)));
  const summingMs = performance.now() - begin;
  await store.refreshStatistics();
  return { summingMs };
}

interface Part extends PortalSize {
  readonly from: number;
  readonly to: number;
}

/** A number from 0 to `below` that looks random and is the same in every run. */
const pick = (id: string, salt: number, below: number) => sql.raw(`(((${id}) * 2654435761 + ${salt} * 40503) % 1000003 * 7919 % ${below})`);
const series = ({ from, to }: Part) => sql`generate_series(${from}::bigint, ${to}::bigint) as id`;

/** Three in ten are won, the newest fifth may be open: one in three of it, and of those one in ten without a close date. */
async function insertDeals(tx: PortalTransaction, part: Part): Promise<void> {
  const days = years * 365;
  await sql`
    insert into deal (portal_id, deal_id, pipeline_id, stage_id, semantics, amount_minor, currency, base_minor, responsible_id,
      created_at, modified_at, moved_at, close_day, won_at, first_seen_at)
    select ${tx.portalId}::bigint, id, pipeline_id,
      case semantics when 'S' then 'WON' when 'F' then 'LOSE' else (${sql.raw(`array['${openStages.join("','")}']`)})[1 + ${pick('id', 5, openStages.length)}] end,
      semantics, amount, 'RUB', amount, 2 + ${pick('id', 2, part.managers)}, created_at, moved_at, moved_at,
      case when semantics = 'P' and ${pick('id', 6, 10)} = 0 then null else (created_at + make_interval(days => (20 + ${pick('id', 7, 120)})::int))::date end,
      case when semantics = 'S' then moved_at end, ${now}
    from (
      select id, ${pick('id', 1, 2)} as pipeline_id, (${pick('id', 3, 9000)} + 100) * 10000 + ${pick('id', 4, 3)} * 50 as amount,
        case when id > ${Math.floor(part.deals * 0.8)}::bigint and ${pick('id', 8, 3)} = 0 then 'P' when ${pick('id', 9, 10)} < 3 then 'S' else 'F' end as semantics,
        created_at, least(created_at + make_interval(days => (3 + ${pick('id', 10, 60)})::int), ${now}::timestamptz - interval '1 hour') as moved_at
      from (
        select id, ${now}::timestamptz - make_interval(secs => (${part.deals}::bigint - id)::float8 / ${part.deals}::int * ${days * 86_400}::int) as created_at
        from ${series(part)}
      ) as born
    ) as drawn`.execute(tx.db);
}

async function insertMoves(tx: PortalTransaction, part: Part): Promise<void> {
  await sql`
    insert into stage_move (portal_id, move_id, deal_id, kind, pipeline_id, stage_id, semantics, moved_at)
    select portal_id, deal_id * 3 + step, deal_id, case step when 0 then 1 when 1 then 2 else 3 end, pipeline_id,
      case step when 0 then 'NEW' when 1 then 'TALK' else stage_id end, case step when 2 then semantics else 'P' end,
      created_at + (moved_at - created_at) * step / 2
    from deal cross join generate_series(0, 2) as step
    where portal_id = ${tx.portalId} and deal_id between ${part.from}::bigint and ${part.to}::bigint`.execute(tx.db);
}

async function insertActivities(tx: PortalTransaction, part: Part, third: number): Promise<void> {
  const range = sql`deal_id between ${part.from}::bigint and ${part.to}::bigint`;
  await sql`
    insert into activity (portal_id, activity_id, kind, provider, owner_kind, owner_id, responsible_id, direction, is_completed, started_at, modified_at)
    select portal_id, deal_id * 3 + ${third}::int, 2, '', 2, deal_id, responsible_id, 2, true, started_at, started_at
    from (select deal.*, least(created_at + make_interval(hours => (${third}::int * 50 + ${pick('deal_id', 11, 200)})::int), ${now}::timestamptz) as started_at
      from deal where portal_id = ${tx.portalId} and ${range}) as called`.execute(tx.db);
  await sql`
    insert into call (portal_id, call_id, user_id, kind, seconds, code, started_at, activity_id)
    select portal_id, activity_id, responsible_id, 1 + ${pick('activity_id', 12, 3)}, ${pick('activity_id', 13, 300)},
      case ${pick('activity_id', 14, 5)} when 0 then '304' else '200' end, started_at, activity_id
    from activity
    where portal_id = ${tx.portalId} and activity_id between ${part.from * 3}::bigint and ${part.to * 3 + 2}::bigint
      and activity_id % 3 = ${third}::int and ${pick('activity_id', 15, 2)} = 0`.execute(tx.db);
}

const settings = {
  memberId: 'bench',
  title: 'bench',
  clientEndpoint: 'https://portal.example/rest/',
  serverEndpoint: 'https://oauth.bitrix.info/rest/',
  origin: 'https://portal.example',
  applicationTokenFingerprint: null,
  scopes: ['crm'],
  status: 'L',
  language: 'ru',
  timeZone: 'Europe/Moscow',
  baseCurrency: 'RUB',
  currencyDigits: 2,
  applicationVersion: 1,
  installedAt: now,
  installedBy: admin,
};

async function saveStructure(tx: PortalTransaction, size: PortalSize): Promise<void> {
  const ids = managersOf(size);
  const teamOf = (index: number): bigint => BigInt(Math.floor(index / teamSize) + 2);
  await savePortal(tx, settings, now);
  await saveDepartments(tx, [
    { department_id: 1n, name: 'Company', parent_id: null, head_id: admin, sort: 0 },
    ...Array.from({ length: Math.ceil(size.managers / teamSize) }, (_, team) => ({
      department_id: BigInt(team + 2),
      name: `Team ${team + 1}`,
      parent_id: 1n,
      head_id: ids[team * teamSize] ?? null,
      sort: team,
    })),
  ]);
  const person = { first_name: 'Person', position: '', is_active: true, joined_on: '2024-01-01' };
  await savePeople(tx, [
    { ...person, user_id: admin, last_name: 'Admin', department_ids: [1n] },
    ...ids.map((user_id, index) => ({ ...person, user_id, last_name: String(user_id), department_ids: [teamOf(index)] })),
  ]);
  const pipelines = [0n, 1n];
  await savePipelines(
    tx,
    pipelines.map((pipeline_id) => ({ pipeline_id, name: `Pipeline ${pipeline_id}`, sort: Number(pipeline_id) })),
  );
  const stages = [...openStages, 'WON', 'LOSE'];
  await saveStages(
    tx,
    pipelines.flatMap((pipeline_id) =>
      stages.map((stage_id, sort) => ({
        pipeline_id,
        stage_id,
        name: stage_id,
        sort,
        semantics: stage_id === 'WON' ? ('S' as const) : stage_id === 'LOSE' ? ('F' as const) : ('P' as const),
        color: '',
      })),
    ),
  );
  await addCursors(tx, ['deals', 'stage-moves', 'calls', 'activities'], 'forward');
  await saveCursor(tx, { entity: 'deals', direction: 'forward' }, { state: 'ready', updatedAt: now });
}
