import { contacts, type ContactRow } from '#bitrix/crm/contacts.ts';
import { invoices, type InvoiceRow } from '#bitrix/crm/invoices.ts';
import { leads, type LeadRow } from '#bitrix/crm/leads.ts';
import { quotes, type QuoteRow } from '#bitrix/crm/quotes.ts';
import type { Currencies } from '#bitrix/crm/currencies.ts';
import { tasks, type TaskRow } from '#bitrix/tasks.ts';
import { compareFacts } from '#store/compare-facts.ts';
import { contactShape, saveContacts, tombstoneContacts, type ContactFact } from '#store/save-contacts.ts';
import {
  invoiceShape,
  leadShape,
  quoteShape,
  saveInvoices,
  saveLeads,
  saveQuotes,
  tombstoneInvoices,
  tombstoneLeads,
  tombstoneQuotes,
  type InvoiceFact,
  type LeadFact,
  type QuoteFact,
} from '#store/save-documents.ts';
import { saveTasks, taskShape, tombstoneTasks, type TaskFact } from '#store/save-tasks.ts';
import { createRecordEntity, type RecordEntity } from './record-entity.ts';
import { toContactFact, toInvoiceFacts, toLeadFacts, toQuoteFacts } from './to-document-facts.ts';
import { toTaskFact } from './to-goods-facts.ts';

const itemIds = { idOf: (row: { id: bigint }): bigint => row.id };
const itemTimes = {
  createdAt: (row: { createdTime: Date }): Date => row.createdTime,
  changedAt: (row: { updatedTime: Date }): Date => row.updatedTime,
};
/** The portal does not say at which rate we counted a record. */
const ours = ['base_minor'] as const;

/** Records with a time of change, beside the deals: none of them is needed for the screens of the month. */
export const recordEntities: readonly RecordEntity[] = [
  createRecordEntity<LeadRow, LeadFact>({
    entity: 'leads',
    hint: 'lead',
    table: 'lead',
    lists: leads,
    ...itemIds,
    ...itemTimes,
    toFacts: toLeadFacts,
    save: saveLeads,
    tombstone: tombstoneLeads,
    compare: (tx, facts, stretch) => compareFacts(tx, leadShape, facts, stretch, ours),
  }),
  createRecordEntity<ContactRow, ContactFact>({
    entity: 'contacts',
    hint: 'contact',
    table: 'contact',
    lists: contacts,
    ...itemIds,
    ...itemTimes,
    toFacts: (rows) => ({ facts: rows.map(toContactFact), rejected: [] }),
    save: saveContacts,
    tombstone: tombstoneContacts,
    compare: (tx, facts, stretch) => compareFacts(tx, contactShape, facts, stretch),
  }),
  createRecordEntity<QuoteRow, QuoteFact>({
    entity: 'quotes',
    hint: 'quote',
    table: 'quote',
    lists: quotes,
    ...itemIds,
    ...itemTimes,
    toFacts: toQuoteFacts,
    save: saveQuotes,
    tombstone: tombstoneQuotes,
    compare: (tx, facts, stretch) => compareFacts(tx, quoteShape, facts, stretch, ours),
  }),
  createRecordEntity<InvoiceRow, InvoiceFact>({
    entity: 'invoices',
    hint: 'invoice',
    table: 'invoice',
    lists: invoices,
    ...itemIds,
    ...itemTimes,
    toFacts: toInvoiceFacts,
    save: saveInvoices,
    tombstone: tombstoneInvoices,
    compare: (tx, facts, stretch) => compareFacts(tx, invoiceShape, facts, stretch, ours),
  }),
  createRecordEntity<TaskRow, TaskFact>({
    entity: 'tasks',
    hint: 'task',
    table: 'task',
    lists: tasks,
    ...itemIds,
    createdAt: (row) => row.createdDate,
    changedAt: (row) => row.changedDate ?? row.createdDate,
    toFacts: (rows: readonly TaskRow[], _currencies: Currencies) => ({ facts: rows.map(toTaskFact), rejected: [] }),
    save: saveTasks,
    tombstone: tombstoneTasks,
    compare: (tx, facts, stretch) =>
      compareFacts(
        tx,
        taskShape,
        facts.map(({ links: _links, ...row }) => row),
        stretch,
      ),
  }),
];
