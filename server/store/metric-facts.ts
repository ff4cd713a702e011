import { sql, type RawBuilder } from 'kysely';
import type { ThingCode } from '#domain/planning/countable-metrics.ts';
import type { FactShare } from '#domain/planning/metric-facts.ts';
import { countedCalls } from './call-things.ts';
import { activeClients, newClients } from './client-things.ts';
import { dayTotals } from './daily-totals.ts';
import { newDeals, repeatDeals, wonAmounts, wonCounts } from './deal-things.ts';
import { byClientOwner, isAboutGoods, soldAmounts, withinFilters } from './dimension-things.ts';
import * as documents from './document-things.ts';
import { crossSellDeals, soldMargins, soldQuantities } from './goods-things.ts';
import type { PortalTransaction } from './portal-store.ts';
import { relationshipMoves } from './relationships.ts';
import { byRule, chatSessions, sentLetters } from './rule-things.ts';
import { rememberSums } from './sums-cache.ts';
import { thingColumns, type SelectThings, type ThingDimension, type ThingKind, type ThingsAsked } from './things.ts';
import { toArray } from './upsert-rows.ts';

/** What each metric is made of. */
const things: Readonly<Record<ThingCode, SelectThings>> = {
  revenue: wonAmounts,
  margin: soldMargins,
  quantity: soldQuantities,
  'deals-won': wonCounts,
  'repeat-deals': repeatDeals,
  'cross-sell-deals': crossSellDeals,
  'new-deals': newDeals,
  'new-clients': newClients,
  'active-clients': activeClients,
  'payments-count': documents.countedPayments,
  'payments-sum': documents.receivedPayments,
  'invoices-issued': documents.issuedInvoices,
  'invoices-sum': documents.invoicedAmounts,
  receivables: documents.openInvoices,
  'overdue-receivables': documents.overdueInvoices,
  calls: countedCalls,
  'quotes-prepared': documents.preparedQuotes,
  'quotes-sent': byRule('quotes-sent'),
  meetings: byRule('meetings'),
  presentations: byRule('presentations'),
  contracts: byRule('contracts'),
  'field-visits': byRule('field-visits'),
  'field-hours': byRule('field-hours'),
  emails: sentLetters,
  'relationship-moves': relationshipMoves('up'),
  'relationship-drops': relationshipMoves('down'),
  'open-line-sessions': chatSessions,
  'leads-processed': documents.processedLeads,
  'contacts-entered': documents.enteredContacts,
  'tasks-done': documents.allDoneTasks,
  'tasks-done-on-time': documents.timelyTasks,
};

/** The things of a metric; of money by goods, rows of goods stand for their deals. */
export function selectThings(code: ThingCode, dimensions: readonly ThingDimension[] = []): SelectThings {
  return code === 'revenue' && isAboutGoods(dimensions) ? soldAmounts : things[code];
}

/** Sums of these change only with facts that raise the revision of the sums; of the others whole months come from an index. */
export const remembered: ReadonlySet<ThingCode> = new Set<ThingCode>([
  'revenue',
  'margin',
  'quantity',
  'deals-won',
  'repeat-deals',
  'cross-sell-deals',
  'new-deals',
  'new-clients',
  'active-clients',
  'relationship-moves',
  'relationship-drops',
  'calls',
]);

/** Sums of things by whose they are and month; a state is asked month by month, and its sums are of the month `stateOf`. */
export async function listShares(
  tx: PortalTransaction,
  code: ThingCode,
  asked: ThingsAsked,
  stateOf: string | null = null,
): Promise<readonly FactShare[]> {
  const read = (): Promise<FactShare[]> => readShares(tx, code, asked, stateOf);
  return remembered.has(code) ? rememberSums(tx, { name: `shares-${code}`, of: [asked, stateOf] }, read) : read();
}

async function readShares(tx: PortalTransaction, code: ThingCode, asked: ThingsAsked, stateOf: string | null): Promise<FactShare[]> {
  const month = stateOf === null ? sql`to_char(thing.day, 'YYYY-MM')` : sql`${stateOf}::text`;
  const result = await sql<{ people: bigint[]; month: string; value: string }>`
    select thing.people, ${month} as month, coalesce(sum(thing.value), 0)::text as value
    from ${keptTotals(tx, code, asked) ?? thingsOf(tx, code, asked)}
    group by 1, 2 order by 2, 1`.execute(tx.db);
  return result.rows.map((row) => ({ ...row, value: BigInt(row.value) }));
}

/** Kept sums of the days say the same as the things themselves and are a hundred times fewer. */
function keptTotals(
  tx: PortalTransaction,
  code: ThingCode,
  { source, span, callsFrom, about, isByClientOwner }: ThingsAsked,
): RawBuilder<unknown> | undefined {
  if ((about !== undefined && about.length > 0) || isByClientOwner === true) return undefined;
  const days = (metric: 'won' | 'calls' | 'calls-unknown', value: string) => sql`
    (select array[user_id] as people, day, ${sql.ref(value)} as value from ${dayTotals(tx, source, [metric], span, null)}) as thing`;
  if (code === 'revenue') return days('won', 'base_minor');
  if (code === 'deals-won') return days('won', 'items');
  if (code === 'calls') return days(callsFrom === 'statistics' ? 'calls' : 'calls-unknown', 'items');
  return undefined;
}

export interface ThingRow {
  readonly kind: ThingKind;
  readonly id: bigint;
  readonly people: readonly bigint[];
  readonly day: string;
  /** In the metric's smallest unit; null where it cannot be told. */
  readonly value: bigint | null;
  readonly dealId: bigint | null;
}

/** Whose things: null is everybody's and nobody's. */
type Whose = readonly bigint[] | null;

export async function sumThings(
  tx: PortalTransaction,
  code: ThingCode,
  asked: ThingsAsked,
  whose: Whose,
): Promise<{ things: number; value: bigint; withoutValue: number }> {
  const result = await sql<{ things: bigint; value: string; known: bigint }>`
    select count(*) as things, coalesce(sum(value), 0)::text as value, count(value) as known
    from ${thingsOf(tx, code, asked)} where ${isOf(whose)}`.execute(tx.db);
  const [row] = result.rows;
  const things = Number(row?.things ?? 0);
  return { things, value: BigInt(row?.value ?? 0), withoutValue: things - Number(row?.known ?? 0) };
}

/** A page of things in the order of their days. */
export async function listThings(
  tx: PortalTransaction,
  code: ThingCode,
  asked: ThingsAsked,
  page: { readonly whose: Whose; readonly offset: number; readonly limit: number },
): Promise<ThingRow[]> {
  const result = await sql<Omit<ThingRow, 'value'> & { value: string | null }>`
    select kind, id, people, day::text as day, value::text as value, deal_id as "dealId"
    from ${thingsOf(tx, code, asked)} where ${isOf(page.whose)}
    order by thing.day, kind, id offset ${page.offset} limit ${page.limit}`.execute(tx.db);
  return result.rows.map((row) => ({ ...row, value: row.value === null ? null : BigInt(row.value) }));
}

export function thingsOf(tx: PortalTransaction, code: ThingCode, asked: ThingsAsked): RawBuilder<unknown> {
  const filters = asked.about ?? [];
  const dimensions = filters.map(({ dimension }) => dimension);
  const within = withinFilters(selectThings(code, dimensions), filters);
  const select = asked.isByClientOwner === true ? byClientOwner(within) : within;
  return sql`(${select(tx, asked)}) as thing (${sql.join(thingColumns.map((column) => sql.ref(column)))})`;
}

const isOf = (whose: Whose): RawBuilder<unknown> => (whose === null ? sql`true` : sql`thing.people && ${toArray('bigint', whose)}`);
