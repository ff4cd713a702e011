import { z } from 'zod';
import { readPages, type KeysetList } from './pages.ts';
import type { PortalClient } from './portal-client.ts';
import { Flag, Id, Int, Link, Text } from './wire-values.ts';

export const UserRow = z.object({
  ID: Id,
  NAME: Text,
  LAST_NAME: Text,
  WORK_POSITION: Text,
  ACTIVE: Flag,
  UF_DEPARTMENT: z.union([z.array(Link), z.literal(false), z.null()]).optional(),
  DATE_REGISTER: Text,
});
export type UserRow = z.infer<typeof UserRow>;

/** Dismissed people too: their facts still count. */
const employees: KeysetList<UserRow> = {
  method: 'user.get',
  row: UserRow,
  rowsIn: 'result',
  idField: 'ID',
  idOf: (row) => row.ID,
  direction: 'ascending',
  params: (after) => ({ FILTER: { '>ID': after ?? 0, USER_TYPE: 'employee' }, sort: 'ID', order: 'ASC', start: -1 }),
};

export async function listUsers(client: PortalClient): Promise<UserRow[]> {
  const users: UserRow[] = [];
  for (;;) {
    const pages = await readPages(client, employees, users.at(-1)?.ID ?? null, users.length === 0 ? 4 : 50);
    users.push(...pages.rows);
    if (pages.isLast || pages.rows.length === 0) return users;
  }
}

export const DepartmentRow = z.object({ ID: Id, NAME: Text, SORT: Int.catch(500), PARENT: Link, UF_HEAD: Link });
export type DepartmentRow = z.infer<typeof DepartmentRow>;

export async function listDepartments(client: PortalClient): Promise<DepartmentRow[]> {
  const departments: DepartmentRow[] = [];
  for (let start: number | null = 0; start !== null;) {
    const page: { result: DepartmentRow[]; next: number | null } = await client.call(
      'department.get',
      { sort: 'ID', order: 'ASC', START: start },
      z.array(DepartmentRow),
    );
    departments.push(...page.result);
    start = page.next !== null && page.next > start ? page.next : null;
  }
  return departments;
}
