import type { PortalTransaction } from './portal-store.ts';
import type { ContactTable } from './tables/metric-tables.ts';
import { tombstoneRows } from './tombstone-rows.ts';
import { upsertRows, type UpsertShape } from './upsert-rows.ts';

export type ContactFact = Omit<ContactTable, 'portal_id' | 'deleted_at'>;

const columns = {
  contact_id: 'bigint',
  created_by: 'bigint',
  company_id: 'bigint',
  created_at: 'timestamptz',
  modified_at: 'timestamptz',
} as const;

export const contactShape = {
  table: 'contact',
  columns,
  key: ['contact_id'],
  update: { notOlderBy: 'modified_at' },
  goneColumn: 'deleted_at',
} as const satisfies UpsertShape<keyof typeof columns>;

export const saveContacts = (tx: PortalTransaction, contacts: readonly ContactFact[]): Promise<number> =>
  upsertRows(tx, contactShape, contacts);

export const tombstoneContacts = (tx: PortalTransaction, ids: readonly bigint[], at: Date): Promise<number> =>
  tombstoneRows(tx, { table: 'contact', key: 'contact_id' }, ids, at);
