import type { PortalData } from './portal-data.ts';
import type { InvoiceMove, PortalInvoice } from './records/invoice.ts';
import { allStatuses, invoiceStageEntity } from './standard-statuses.ts';

/** Invoices carry no history of their own in the data: it is the row of creation and the row of the last move. */
export function buildInvoiceMoves(data: PortalData): InvoiceMove[] {
  const statuses = allStatuses(data).toSorted((left, right) => left.sort - right.sort);

  const rowsOf = (invoice: PortalInvoice): Omit<InvoiceMove, 'id'>[] => {
    const stages = statuses.filter(({ entityId }) => entityId === invoiceStageEntity(invoice.categoryId));
    const semantics = stages.find(({ statusId }) => statusId === invoice.stageId)?.semantics ?? 'P';
    const [first] = stages;
    const row = { invoiceId: invoice.id, categoryId: invoice.categoryId };
    const current = { ...row, stageId: invoice.stageId, semantics };
    if (!first || first.statusId === invoice.stageId) return [{ ...current, typeId: semantics === 'P' ? 1 : 3, at: invoice.createdAt }];
    return [
      { ...row, stageId: first.statusId, semantics: first.semantics, typeId: 1, at: invoice.createdAt },
      { ...current, typeId: semantics === 'P' ? 2 : 3, at: invoice.movedAt },
    ];
  };

  return (data.invoices ?? [])
    .flatMap(rowsOf)
    .sort((left, right) => Date.parse(left.at) - Date.parse(right.at) || left.invoiceId - right.invoiceId || left.typeId - right.typeId)
    .map((row, index) => ({ id: index + 1, ...row }));
}
