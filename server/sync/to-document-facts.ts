import type { Currencies } from '#bitrix/crm/currencies.ts';
import type { ContactRow } from '#bitrix/crm/contacts.ts';
import { invoices, type InvoiceRow } from '#bitrix/crm/invoices.ts';
import { leads, type LeadRow } from '#bitrix/crm/leads.ts';
import { quotes, type QuoteRow } from '#bitrix/crm/quotes.ts';
import type { RecordStages } from '#bitrix/crm/record-stages.ts';
import { paymentList, type PaymentRow } from '#bitrix/payments.ts';
import type { RejectedRow } from '#bitrix/read-rows.ts';
import type { PaymentRecord } from '#store/payments.ts';
import type { ContactFact } from '#store/save-contacts.ts';
import type { InvoiceFact, LeadFact, QuoteFact, RecordStageFact } from '#store/save-documents.ts';
import { isStorable, toBase, toMinor } from './to-money.ts';

export interface ReadFacts<Fact> {
  readonly facts: Fact[];
  /** An amount that the store cannot hold makes the row one that cannot be read. */
  readonly rejected: RejectedRow[];
}

export const toLeadFacts = (rows: readonly LeadRow[], currencies: Currencies): ReadFacts<LeadFact> =>
  keepStorable(leads.source.method, rows, (row) => ({
    lead_id: row.id,
    stage_id: row.stageId,
    semantics: row.stageSemanticId,
    source: row.sourceId,
    ...toAmounts(row, currencies),
    responsible_id: row.assignedById,
    created_at: row.createdTime,
    modified_at: row.updatedTime,
    moved_at: row.movedTime ?? row.createdTime,
    closed_at: row.dateClosed,
    is_repeat: row.isReturnCustomer,
    company_id: row.companyId,
  }));

export const toContactFact = (row: ContactRow): ContactFact => ({
  contact_id: row.id,
  created_by: row.createdBy ?? row.assignedById,
  company_id: row.companyId,
  created_at: row.createdTime,
  modified_at: row.updatedTime,
});

export const toQuoteFacts = (rows: readonly QuoteRow[], currencies: Currencies): ReadFacts<QuoteFact> =>
  keepStorable(quotes.source.method, rows, (row) => ({
    quote_id: row.id,
    ...toDocument(row, currencies),
    deal_id: row.dealId,
    lead_id: row.leadId,
  }));

export const toInvoiceFacts = (rows: readonly InvoiceRow[], currencies: Currencies): ReadFacts<InvoiceFact> =>
  keepStorable(invoices.source.method, rows, (row) => ({
    invoice_id: row.id,
    pipeline_id: row.categoryId,
    ...toDocument(row, currencies),
    moved_at: row.movedTime ?? row.createdTime,
    deal_id: row.parentId2,
    quote_id: row.parentId7,
  }));

export interface OrderOwner {
  readonly ownerKind: number;
  readonly ownerId: bigint;
}

/** A payment that was given back was made before, whatever its flag says now; its day of return is the day we know of. */
export const toPaymentFacts = (
  rows: readonly PaymentRow[],
  owners: ReadonlyMap<bigint, OrderOwner>,
  currencies: Currencies,
): ReadFacts<PaymentRecord> =>
  keepStorable(paymentList.method, rows, (row) => {
    const owner = owners.get(row.orderId);
    return {
      payment_id: row.id,
      order_id: row.orderId,
      owner_kind: owner?.ownerKind ?? null,
      owner_id: owner?.ownerId ?? null,
      ...toAmounts({ opportunity: row.sum, currencyId: row.currency }, currencies),
      paid_at: row.paid || row.isReturn ? row.datePaid : null,
      returned_day: row.isReturn ? (row.payReturnDate ?? row.datePaid?.toISOString().slice(0, 10) ?? null) : null,
    };
  });

export const toRecordStageFacts = (sets: readonly RecordStages[]): RecordStageFact[] =>
  sets.flatMap(({ ownerKind, pipelineId, stages }) =>
    stages.map((stage) => ({
      owner_kind: ownerKind,
      pipeline_id: pipelineId,
      stage_id: stage.STATUS_ID,
      name: stage.NAME,
      sort: stage.SORT,
      semantics: stage.SEMANTICS,
    })),
  );

interface Money {
  readonly opportunity: string;
  readonly currencyId: string;
}

function toAmounts({ opportunity, currencyId }: Money, currencies: Currencies) {
  const currency = currencyId || currencies.base;
  const amount = toMinor(opportunity, currency, currencies);
  return { amount_minor: amount, currency, base_minor: toBase(amount, currency, currencies) };
}

function toDocument(row: QuoteRow | InvoiceRow, currencies: Currencies) {
  const amounts = toAmounts(row, currencies);
  return {
    stage_id: row.stageId,
    ...amounts,
    tax_minor: toMinor(row.taxValue, amounts.currency, currencies),
    responsible_id: row.assignedById,
    created_at: row.createdTime,
    modified_at: row.updatedTime,
    issued_day: row.begindate,
    due_day: row.closedate,
    company_id: row.companyId,
  };
}

interface Amounts {
  readonly amount_minor: bigint;
  readonly base_minor: bigint;
  readonly tax_minor?: bigint;
}

function keepStorable<Row extends { readonly id: bigint }, Fact extends Amounts>(
  method: string,
  rows: readonly Row[],
  toFact: (row: Row) => Fact,
): ReadFacts<Fact> {
  const read: ReadFacts<Fact> = { facts: [], rejected: [] };
  for (const row of rows) {
    const fact = toFact(row);
    const isKept = [fact.amount_minor, fact.base_minor, fact.tax_minor ?? 0n].every(isStorable);
    if (isKept) read.facts.push(fact);
    else read.rejected.push({ method, rowKey: String(row.id), field: 'opportunity', reason: 'wrong-format' });
  }
  return read;
}
