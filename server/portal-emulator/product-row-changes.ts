import { changeDeal } from './deal-changes.ts';
import { changeInvoice, changeQuote } from './document-changes.ts';
import { changeLead } from './lead-changes.ts';
import type { PortalUser } from './portal-data.ts';
import type { Portal } from './portal.ts';
import { rowsOf, type RowOwner } from './product-row-owner.ts';
import { sumOfRows } from './product-row-price.ts';
import type { ProductRow } from './records/product-row.ts';

export type ProductRowDraft = Omit<ProductRow, 'id' | 'ownerType' | 'ownerId'> & { readonly id?: number };

export function saveRow(portal: Portal, user: PortalUser, owner: RowOwner, draft: ProductRowDraft): ProductRow {
  const row = putRow(portal, owner, draft);
  followRows(portal, user, owner);
  return row;
}

/** The rows that are given become all there are; those that name an id of the record stay the same rows. */
export function replaceRows(portal: Portal, user: PortalUser, owner: RowOwner, drafts: readonly ProductRowDraft[]): readonly ProductRow[] {
  const known = new Set(rowsOf(portal, owner.type, owner.id).map((row) => row.id));
  const kept = drafts.map(({ id, ...draft }) => (id !== undefined && known.has(id) ? { ...draft, id } : draft));
  const keptIds = new Set(kept.flatMap((draft) => ('id' in draft ? [draft.id] : [])));
  for (const id of known) if (!keptIds.has(id)) portal.state.removeRecord('productRows', id);
  const rows = kept.map((draft) => putRow(portal, owner, draft));
  followRows(portal, user, owner);
  return rows;
}

export function removeRow(portal: Portal, user: PortalUser, owner: RowOwner, row: ProductRow): void {
  portal.state.removeRecord('productRows', row.id);
  followRows(portal, user, owner);
}

function putRow(portal: Portal, owner: RowOwner, { id, ...draft }: ProductRowDraft): ProductRow {
  const rowId = id ?? portal.state.records.productRows.nextId();
  // A row without a product and a name is called by its own id.
  const productName = draft.productName === '' ? `[${rowId}]` : draft.productName;
  const row: ProductRow = { ...draft, productName, id: rowId, ownerType: owner.type, ownerId: owner.id };
  portal.state.saveRecord('productRows', row);
  return row;
}

/** The amount of a record is the sum of its rows, unless it is written by hand. */
function followRows(portal: Portal, user: PortalUser, owner: RowOwner): void {
  if (owner.isAmountManual ?? true) return;
  const amount = sumOfRows(rowsOf(portal, owner.type, owner.id)).toFixed(2);
  if (amount === owner.amount) return;
  if (owner.type === 'D') changeDeal(portal, user, owner.id, { amount });
  if (owner.type === 'L') changeLead(portal, user, owner.id, { amount });
  const quote = owner.type === 'Q' ? portal.state.quotes.find(owner.id) : undefined;
  if (quote) changeQuote(portal, user, quote, { amount });
  const invoice = owner.type === 'SI' ? portal.state.invoices.find(owner.id) : undefined;
  if (invoice) changeInvoice(portal, user, invoice, { amount });
}
