import { z } from 'zod';
import { list, type KeysetList } from './pages.ts';
import type { PortalClient } from './portal-client.ts';
import { PortalError } from './portal-error.ts';
import { findRows, parseRows, type ReadRows, type RowSource } from './read-rows.ts';
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
  direction: 'ascending',
  params: (after) => ({ FILTER: { '>ID': after ?? 0, USER_TYPE: 'employee' }, sort: 'ID', order: 'ASC', start: -1 }),
};

export async function listUsers(client: PortalClient): Promise<ReadRows<UserRow>> {
  const users: ReadRows<UserRow> = { rows: [], rejected: [] };
  for await (const { rows, rejected } of list(client, employees, { firstPages: 4, mostRequests: 100 })) {
    users.rows.push(...rows);
    users.rejected.push(...rejected);
  }
  return users;
}

export const DepartmentRow = z.object({ ID: Id, NAME: Text, SORT: Int.catch(500), PARENT: Link, UF_HEAD: Link });
export type DepartmentRow = z.infer<typeof DepartmentRow>;

const departmentList: RowSource<DepartmentRow> = { method: 'department.get', row: DepartmentRow, rowsIn: 'result', idField: 'ID' };

/** Twenty thousand departments. */
const mostPages = 400;

export async function listDepartments(client: PortalClient): Promise<ReadRows<DepartmentRow>> {
  const raw: unknown[] = [];
  for (let start: number | null = 0, pages = 0; start !== null; pages += 1) {
    if (pages >= mostPages) throw new PortalError('malformed', { code: 'endless-list', method: departmentList.method });
    const page: { result: unknown; next: number | null } = await client.call(
      departmentList.method,
      { sort: 'ID', order: 'ASC', START: start },
      z.unknown(),
    );
    raw.push(...findRows(departmentList, page.result));
    start = page.next !== null && page.next > start ? page.next : null;
  }
  return parseRows(departmentList, raw);
}
