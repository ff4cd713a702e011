import { sql, type RawBuilder } from 'kysely';
import { baseValue } from './deal-things.ts';
import { isCountedPipeline } from './open-totals.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { SelectThings, ThingsAsked } from './things.ts';
import { startOf } from './won-day.ts';

const one = sql`1::numeric`;

/** Leads that were closed, whatever became of them. */
export const processedLeads: SelectThings = (tx, asked) => sql`
  select 'lead', lead.lead_id, array[lead.responsible_id], ${dayOf('lead.closed_at', asked)}, ${one}, null::bigint
  from lead where lead.portal_id = ${tx.portalId} and lead.deleted_at is null and ${isWithin('lead.closed_at', asked)}`;

/** Contacts that are there still, each of whoever has entered it. */
export const enteredContacts: SelectThings = (tx, asked) => sql`
  select 'contact', contact.contact_id, array[contact.created_by], ${dayOf('contact.created_at', asked)}, ${one}, null::bigint
  from contact where contact.portal_id = ${tx.portalId} and contact.deleted_at is null and ${isWithin('contact.created_at', asked)}`;

/** Completed tasks; one without a deadline cannot be late. */
const doneTasks =
  (condition: RawBuilder<unknown>): SelectThings =>
  (tx, asked) =>
    sql`
    select 'task', task.task_id, array[task.responsible_id], ${dayOf('task.closed_at', asked)}, ${one}, null::bigint
    from task where task.portal_id = ${tx.portalId} and task.deleted_at is null and task.status = 5 and ${isWithin('task.closed_at', asked)}
      and ${condition}`;

export const allDoneTasks = doneTasks(sql`true`);
export const timelyTasks = doneTasks(sql`(task.deadline is null or task.closed_at <= task.deadline)`);

export const preparedQuotes: SelectThings = (tx, asked) => sql`
  select 'quote', quote.quote_id, array[quote.responsible_id], ${dayOf('quote.created_at', asked)}, ${one}, quote.deal_id
  from quote where quote.portal_id = ${tx.portalId} and quote.deleted_at is null and ${isWithin('quote.created_at', asked)}
    and ${isOfCountedDeal(tx, sql`quote.deal_id`, asked)}`;

/** Quotes dated in the span that have left their first stage by now: the portal keeps no time of a quote's moves. */
export const sentQuotes: SelectThings = (tx, asked) => sql`
  select 'quote', quote.quote_id, array[quote.responsible_id], ${datedOn('quote', asked)}, ${one}, quote.deal_id
  from quote where quote.portal_id = ${tx.portalId} and quote.deleted_at is null and ${isDatedWithin('quote', asked)}
    and quote.stage_id <> (
      select stage.stage_id from record_stage as stage where stage.portal_id = ${tx.portalId} and stage.owner_kind = 7
      order by stage.sort, stage.stage_id limit 1)
    and ${isOfCountedDeal(tx, sql`quote.deal_id`, asked)}`;

export const issuedInvoices: SelectThings = (tx, asked) => datedInvoices(tx, asked, one);
export const invoicedAmounts: SelectThings = (tx, asked) => datedInvoices(tx, asked, baseValue('invoice'));

const datedInvoices = (tx: PortalTransaction, asked: ThingsAsked, value: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select 'invoice', invoice.invoice_id, array[invoice.responsible_id], ${datedOn('invoice', asked)}, ${value}, invoice.deal_id
  from invoice where invoice.portal_id = ${tx.portalId} and invoice.deleted_at is null and ${isDatedWithin('invoice', asked)}
    and ${isOfCountedDeal(tx, sql`invoice.deal_id`, asked)}`;

/** What was still to be paid at the end of the span by invoices dated by then: one that is closed now was open until it moved. */
export const openInvoices: SelectThings = (tx, asked) => debts(tx, asked, sql`true`);

/** The part of it whose day to pay has passed by the end of the span; an invoice without such a day is never overdue. */
export const overdueInvoices: SelectThings = (tx, asked) => debts(tx, asked, sql`invoice.due_day < ${lastDayOf(asked)}`);

/** Today, or the last day of a span that has ended: on the day itself an invoice can still be paid. */
const lastDayOf = ({ span }: ThingsAsked): RawBuilder<unknown> => sql`(${span.before}::date - 1)`;

function debts(tx: PortalTransaction, asked: ThingsAsked, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  const { timeZone } = asked.source.basis;
  const end = startOf(asked.span.before, timeZone);
  return sql`
    select 'invoice', invoice.invoice_id, array[invoice.responsible_id], ${datedOn('invoice', asked)}, debt.value, invoice.deal_id
    from invoice
      cross join lateral (
        select coalesce(sum(payment.base_minor), 0) as amount from payment
        where payment.portal_id = ${tx.portalId} and payment.owner_kind = 31 and payment.owner_id = invoice.invoice_id
          and payment.deleted_at is null and payment.paid_at < ${end}
          and (payment.returned_day is null or payment.returned_day >= ${asked.span.before}::date)
      ) as paid
      cross join lateral (select ${baseValue('invoice')} - paid.amount as value) as debt
    where invoice.portal_id = ${tx.portalId} and invoice.deleted_at is null and ${datedOn('invoice', asked)} < ${asked.span.before}::date
      and (invoice.semantics = 'P' or invoice.moved_at >= ${end}) and ${isOfCountedDeal(tx, sql`invoice.deal_id`, asked)}
      and (debt.value is null or debt.value > 0) and ${condition}`;
}

/** Money that came in, and what went back of it with a minus. A payment is of whoever is in charge of its deal or invoice. */
export const receivedPayments: SelectThings = (tx, asked) => sql`
  ${payments(tx, asked, { kind: 'payment', value: baseValue('payment') })} union all ${payments(tx, asked, { kind: 'return', value: sql`-${baseValue('payment')}` })}`;

export const countedPayments: SelectThings = (tx, asked) => payments(tx, asked, { kind: 'payment', value: one });

function payments(
  tx: PortalTransaction,
  asked: ThingsAsked,
  { kind, value }: { kind: 'payment' | 'return'; value: RawBuilder<unknown> },
): RawBuilder<unknown> {
  const isReturn = kind === 'return';
  const { from, before } = asked.span;
  const returned = sql`payment.paid_at is not null and payment.returned_day >= ${from}::date and payment.returned_day < ${before}::date`;
  const owner = sql`case when deal.deal_id is null then invoice.deal_id else deal.deal_id end`;
  return sql`
    select ${isReturn ? sql`'return'` : sql`'payment'`}, payment.payment_id,
      array_remove(array[coalesce(deal.responsible_id, invoice.responsible_id)], null),
      ${isReturn ? sql`payment.returned_day` : dayOf('payment.paid_at', asked)}, ${value}, ${owner}
    from payment
      left join deal on deal.portal_id = payment.portal_id and payment.owner_kind = 2 and deal.deal_id = payment.owner_id
      left join invoice on invoice.portal_id = payment.portal_id and payment.owner_kind = 31 and invoice.invoice_id = payment.owner_id
    where payment.portal_id = ${tx.portalId} and payment.deleted_at is null and ${isReturn ? returned : isWithin('payment.paid_at', asked)}
      and ${isOfCountedDeal(tx, owner, asked)}`;
}

/** What belongs to a deal counts where deals of its pipeline count. */
function isOfCountedDeal(tx: PortalTransaction, dealId: RawBuilder<unknown>, { source }: ThingsAsked): RawBuilder<unknown> {
  if (source.pipelineIds === null) return sql`true`;
  return sql`not exists (
    select from deal as own where own.portal_id = ${tx.portalId} and own.deal_id = ${dealId} and not ${isCountedPipeline('own.pipeline_id', source)})`;
}

const dayOf = (column: string, { source }: ThingsAsked): RawBuilder<unknown> =>
  sql`(${sql.ref(column)} at time zone ${source.basis.timeZone})::date`;

function isWithin(column: string, { source, span }: ThingsAsked): RawBuilder<unknown> {
  const { timeZone } = source.basis;
  return sql`${sql.ref(column)} >= ${startOf(span.from, timeZone)} and ${sql.ref(column)} < ${startOf(span.before, timeZone)}`;
}

/** The date on a document; one without was made on the day it was entered. */
const datedOn = (table: 'quote' | 'invoice', asked: ThingsAsked): RawBuilder<unknown> =>
  sql`coalesce(${sql.ref(`${table}.issued_day`)}, ${dayOf(`${table}.created_at`, asked)})`;

function isDatedWithin(table: 'quote' | 'invoice', asked: ThingsAsked): RawBuilder<unknown> {
  const day = sql.ref(`${table}.issued_day`);
  const { from, before } = asked.span;
  return sql`((${day} >= ${from}::date and ${day} < ${before}::date) or (${day} is null and ${isWithin(`${table}.created_at`, asked)}))`;
}
