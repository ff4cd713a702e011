import { toWritableText } from '../writable-text.ts';
import type { ReadRow, WorkbookRow } from './plan-workbook.ts';

export interface RowIndex {
  readonly byId: ReadonlyMap<string, WorkbookRow>;
  readonly byName: ReadonlyMap<string, readonly WorkbookRow[]>;
}

export type FoundRow = { readonly by: 'id' | 'name' } & (
  | { readonly row: WorkbookRow; readonly nameDiffers: boolean }
  | { readonly row: undefined; readonly fault: 'unknown-id' | 'unknown-name' | 'ambiguous-name' | 'no-name' }
);

export function indexRows(rows: readonly WorkbookRow[]): RowIndex {
  const named = rows.flatMap((row) => [...new Set([row.name, ...row.otherNames].map(foldName))].map((name) => ({ name, row })));
  const byName = Map.groupBy(named, ({ name }) => name);
  return {
    byId: new Map(rows.map((row) => [row.id, row])),
    byName: new Map([...byName].map(([name, list]) => [name, list.map(({ row }) => row)])),
  };
}

/** Whose row it is: the id decides, a name only where there is no id, and the department where two have one name. */
export function findRow({ byId, byName }: RowIndex, read: Pick<ReadRow, 'id' | 'name' | 'department'>): FoundRow {
  const name = foldName(read.name);
  if (read.id !== '') {
    const row = byId.get(read.id);
    if (row === undefined) return { by: 'id', row, fault: 'unknown-id' };
    return { by: 'id', row, nameDiffers: name !== '' && ![row.name, ...row.otherNames].map(foldName).includes(name) };
  }
  if (name === '') return { by: 'name', row: undefined, fault: 'no-name' };
  const alike = byName.get(name) ?? [];
  const inside = alike.filter((row) => foldName(row.department) === foldName(read.department));
  const [row, another] = alike.length > 1 && inside.length > 0 ? inside : alike;
  if (row === undefined) return { by: 'name', row, fault: 'unknown-name' };
  if (another !== undefined) return { by: 'name', row: undefined, fault: 'ambiguous-name' };
  return { by: 'name', row, nameDiffers: false };
}

/** People write names with other capitals, spaces and «е» for «ё»; a workbook holds less than a name may. */
function foldName(name: string): string {
  return toWritableText(name).normalize('NFC').toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim();
}
