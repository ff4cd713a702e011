import { createRowStore, type RowStore } from '../row-store.ts';
import { collections, type CollectionName, type GivenRecords, type Records } from './collections.ts';

interface AnyRow {
  readonly id: number;
}

export function createRecordStores(given: GivenRecords = {}): Records {
  const names = Object.keys(collections) as CollectionName[];
  return Object.fromEntries(names.map((name) => [name, createRowStore<AnyRow>(given[name] ?? [])])) as unknown as Records;
}

/** Lays a remembered row over its collection; a row of a wrong shape or kind means a damaged state file. */
export function putRecord(records: Records, collection: string, row: unknown): void {
  storeOf(records, collection).put(collections[collection as CollectionName].parse(row));
}

export function removeRecord(records: Records, collection: string, id: number): void {
  storeOf(records, collection).remove(id);
}

function storeOf(records: Records, collection: string): RowStore<AnyRow> {
  if (!Object.hasOwn(collections, collection)) throw new Error(`there is no collection ${collection}`);
  return records[collection as CollectionName] as unknown as RowStore<AnyRow>;
}

/** Rows that name an application, its robots and field types among them, go with it. */
export function dropRecordsOf(records: Records, clientId: string): void {
  for (const store of Object.values(records) as unknown as RowStore<AnyRow>[]) {
    const isOfApplication = (row: AnyRow): boolean => 'clientId' in row && row.clientId === clientId;
    for (const row of store.rows.filter(isOfApplication)) store.remove(row.id);
  }
}
