import type { PortalUser } from './portal-data.ts';
import type { Portal } from './portal.ts';
import type { ProductRow } from './records/product-row.ts';

export type RowOwnerType = ProductRow['ownerType'];

/** The record of the CRM that rows of goods stand in. */
export interface RowOwner {
  readonly type: RowOwnerType;
  readonly id: number;
  readonly responsibleId: number;
  readonly amount: string;
  readonly currency: string;
  /** The amount is written by hand and does not follow the rows. */
  readonly isAmountManual?: boolean;
}

const ownerTypes: readonly RowOwnerType[] = ['L', 'D', 'Q', 'SI'];

export function parseOwnerType(value: unknown): RowOwnerType | undefined {
  return ownerTypes.find((type) => type === value);
}

export function findRowOwner({ state }: Portal, type: RowOwnerType, id: number): RowOwner | undefined {
  const stores = { L: state.leads, D: state.deals, Q: state.quotes, SI: state.invoices } as const;
  const record = stores[type].find(id);
  return record && { type, ...record };
}

export function seesOwner(portal: Portal, user: PortalUser, owner: RowOwner): boolean {
  return portal.visibility.isVisible(user, owner.responsibleId);
}

/** Rows whose record is gone are gone with it. */
export function rowsOf(portal: Portal, type: RowOwnerType, ownerId: number): readonly ProductRow[] {
  return portal.state.records.productRows.rows.filter((row) => row.ownerType === type && row.ownerId === ownerId);
}
