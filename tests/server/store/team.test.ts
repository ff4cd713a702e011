import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '#store/open-store.ts';
import { saveDepartments, saveDeputies, savePeople } from '#store/structure.ts';
import { readStructure } from '#store/team.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;

beforeAll(async () => {
  store = await openTestStore();
});

afterAll(() => store.close());

const person = (user_id: bigint, department_ids: bigint[]) => ({
  user_id,
  first_name: 'Анна',
  last_name: 'О\'Нил "младшая"',
  position: '',
  is_active: true,
  department_ids,
  joined_on: '2026-08-24',
});

it('the structure comes back as it was read, and the dismissed stay in it', async () => {
  const portal = store.forPortal(1n);
  const department = { department_id: 1n, name: 'Отдел \\ «опт»', parent_id: null, head_id: 5n, sort: 500 };
  await portal.transaction(async (tx) => {
    await saveDepartments(tx, [department, { ...department, department_id: 2n, parent_id: 1n, head_id: null }]);
    await savePeople(tx, [person(5n, [1n, 90_071_992_547_409_930n]), person(6n, [])]);
    await savePeople(tx, [person(5n, [2n, 1n])]);
    expect(await saveDeputies(tx, [{ departmentId: 1n, userIds: [90_071_992_547_409_930n, 6n] }])).toBe(1);
    expect(await saveDeputies(tx, [{ departmentId: 1n, userIds: [6n, 90_071_992_547_409_930n] }])).toBe(0);
  });
  const known = { firstName: 'Анна', lastName: 'О\'Нил "младшая"', joinedOn: '2026-08-24' };
  expect(await portal.transaction(readStructure)).toEqual({
    departments: [
      { departmentId: 1n, name: 'Отдел \\ «опт»', parentId: null, headId: 5n, deputyIds: [6n, 90_071_992_547_409_930n], sort: 500 },
      { departmentId: 2n, name: 'Отдел \\ «опт»', parentId: 1n, headId: null, deputyIds: [], sort: 500 },
    ],
    members: [
      { userId: 5n, ...known, isActive: true, departmentIds: [2n, 1n] },
      { userId: 6n, ...known, isActive: false, departmentIds: [] },
    ],
  });
  expect(await store.forPortal(2n).transaction(readStructure)).toEqual({ departments: [], members: [] });
});
