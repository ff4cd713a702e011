import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { InvoiceTable, LeadTable, QuoteTable, RecordStageTable } from './tables/document-tables.ts';
import { tombstoneRows } from './tombstone-rows.ts';
import { toArray, upsertRows, type UpsertShape } from './upsert-rows.ts';

export type LeadFact = Omit<LeadTable, 'portal_id' | 'deleted_at'>;
export type QuoteFact = Omit<QuoteTable, 'portal_id' | 'deleted_at' | 'semantics'>;
export type InvoiceFact = Omit<InvoiceTable, 'portal_id' | 'deleted_at' | 'semantics'>;
export type RecordStageFact = Omit<RecordStageTable, 'portal_id'>;

const record = {
  stage_id: 'text',
  amount_minor: 'bigint',
  currency: 'text',
  base_minor: 'bigint',
  responsible_id: 'bigint',
  created_at: 'timestamptz',
  modified_at: 'timestamptz',
  company_id: 'bigint',
} as const;
const document = { ...record, tax_minor: 'bigint', issued_day: 'date', due_day: 'date', deal_id: 'bigint' } as const;
const known = { update: { notOlderBy: 'modified_at' }, goneColumn: 'deleted_at' } as const;

const leadColumns = {
  ...record,
  lead_id: 'bigint',
  semantics: 'text',
  source: 'text',
  moved_at: 'timestamptz',
  closed_at: 'timestamptz',
  is_repeat: 'boolean',
} as const;

export const leadShape = { table: 'lead', columns: leadColumns, key: ['lead_id'], ...known } as const satisfies UpsertShape<
  keyof typeof leadColumns
>;

/** Leads of a page; an older copy of a row never replaces a newer one. Returns how many rows are different now. */
export function saveLeads(tx: PortalTransaction, leads: readonly LeadFact[]): Promise<number> {
  return upsertRows(tx, leadShape, leads);
}

const quoteColumns = { ...document, quote_id: 'bigint', lead_id: 'bigint' } as const;

export const quoteShape = { table: 'quote', columns: quoteColumns, key: ['quote_id'], ...known } as const satisfies UpsertShape<
  keyof typeof quoteColumns
>;

export async function saveQuotes(tx: PortalTransaction, quotes: readonly QuoteFact[]): Promise<number> {
  const changed = await upsertRows(tx, quoteShape, quotes);
  const ids = quotes.map((quote) => quote.quote_id);
  return changed + (await markSemantics(tx, 7, ids));
}

const invoiceColumns = { ...document, invoice_id: 'bigint', pipeline_id: 'bigint', moved_at: 'timestamptz', quote_id: 'bigint' } as const;

export const invoiceShape = { table: 'invoice', columns: invoiceColumns, key: ['invoice_id'], ...known } as const satisfies UpsertShape<
  keyof typeof invoiceColumns
>;

export async function saveInvoices(tx: PortalTransaction, invoices: readonly InvoiceFact[]): Promise<number> {
  const changed = await upsertRows(tx, invoiceShape, invoices);
  const ids = invoices.map((invoice) => invoice.invoice_id);
  return changed + (await markSemantics(tx, 31, ids));
}

export const tombstoneLeads = (tx: PortalTransaction, ids: readonly bigint[], at: Date): Promise<number> =>
  tombstoneRows(tx, { table: 'lead', key: 'lead_id' }, ids, at);

export const tombstoneQuotes = (tx: PortalTransaction, ids: readonly bigint[], at: Date): Promise<number> =>
  tombstoneRows(tx, { table: 'quote', key: 'quote_id' }, ids, at);

export const tombstoneInvoices = (tx: PortalTransaction, ids: readonly bigint[], at: Date): Promise<number> =>
  tombstoneRows(tx, { table: 'invoice', key: 'invoice_id' }, ids, at);

const stageColumns = {
  owner_kind: 'smallint',
  pipeline_id: 'bigint',
  stage_id: 'text',
  name: 'text',
  sort: 'integer',
  semantics: 'text',
} as const;

/** The whole dictionaries of stages; quotes and invoices that were read before them learn here what their stage means. */
export async function saveRecordStages(
  tx: PortalTransaction,
  stages: readonly RecordStageFact[],
  list: { readonly isWhole: boolean },
): Promise<number> {
  const shape = { table: 'record_stage', columns: stageColumns, key: ['owner_kind', 'stage_id'], update: 'when-different' } as const;
  const changed = (await upsertRows(tx, shape, stages)) + (list.isWhole ? await deleteOthers(tx, stages) : 0);
  return changed + (await markSemantics(tx, 7, 'all')) + (await markSemantics(tx, 31, 'all'));
}

async function deleteOthers(tx: PortalTransaction, stages: readonly RecordStageFact[]): Promise<number> {
  const kinds = stages.map((stage) => stage.owner_kind);
  const ids = stages.map((stage) => stage.stage_id);
  const gone = await sql`
    delete from record_stage
    where portal_id = ${tx.portalId} and not exists (
      select from unnest(${toArray('smallint', kinds)}, ${toArray('text', ids)}) as kept (owner_kind, stage_id)
      where kept.owner_kind = record_stage.owner_kind and kept.stage_id = record_stage.stage_id)
    returning stage_id`.execute(tx.db);
  return gone.rows.length;
}

/** The portal tells only the stage of a quote and an invoice; a stage that is not in the dictionary any more keeps its meaning. */
async function markSemantics(tx: PortalTransaction, ownerKind: 7 | 31, ids: readonly bigint[] | 'all'): Promise<number> {
  const [table, key] = ownerKind === 7 ? ['quote', 'quote_id'] : ['invoice', 'invoice_id'];
  const own = sql.table(table);
  const isMeant = ids === 'all' ? sql`true` : sql`${own}.${sql.ref(key)} = any(${toArray('bigint', ids)})`;
  const marked = await sql`
    update ${own} set semantics = stage.semantics from record_stage as stage
    where ${own}.portal_id = ${tx.portalId} and stage.portal_id = ${tx.portalId} and stage.owner_kind = ${ownerKind}::smallint
      and stage.stage_id = ${own}.stage_id and ${own}.semantics <> stage.semantics and ${isMeant}
    returning 1 as one`.execute(tx.db);
  return marked.rows.length;
}
