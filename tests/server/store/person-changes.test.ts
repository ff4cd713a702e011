import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Store } from '#store/open-store.ts';
import { listPersonChanges } from '#store/person-changes.ts';
import { savePeople, type PersonFact } from '#store/structure.ts';
import { openTestStore } from '#support/test-store.ts';

let store: Store;
let portalId: bigint;
const at = (day: number) => new Date(`2026-11-${String(day).padStart(2, '0')}T06:00:00Z`);
const person = (user_id: bigint, change: Partial<PersonFact> = {}): PersonFact => ({
  user_id,
  first_name: '',
  last_name: '',
  position: '',
  is_active: true,
  department_ids: [1n],
  joined_on: null,
  ...change,
});
const read = (day: number, people: readonly PersonFact[], isWhole = true) =>
  store.forPortal(portalId).transaction((tx) => savePeople(tx, people, { isWhole, readAt: at(day) }));
const seen = async (before = 30) =>
  (await store.forPortal(portalId).transaction((tx) => listPersonChanges(tx, at(before)))).map(
    ({ user_id, kind, seen_at, from_department, to_department }) =>
      `${kind} ${user_id} on ${seen_at.getUTCDate()} ${from_department ?? '-'} ${to_department ?? '-'}`,
  );

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  portalId = await store.directory.savePortalId(randomBytes(16).toString('hex'));
});

it('a list read for the first time says nothing about changes', async () => {
  await read(1, [person(5n), person(6n, { is_active: false })]);
  expect(await seen()).toEqual([]);
});

it('who comes, comes back, goes and moves is kept with the time it was read', async () => {
  await read(1, [person(5n), person(6n), person(7n, { is_active: false }), person(9n)]);
  await read(2, [person(5n, { department_ids: [2n, 1n] }), person(6n, { is_active: false }), person(7n), person(8n), person(9n)]);
  await read(3, [person(5n, { department_ids: [2n] }), person(6n, { is_active: false }), person(7n), person(8n)]);
  expect(await seen()).toEqual(['moved 5 on 2 1 2', 'left 6 on 2 1 -', 'joined 7 on 2 - 1', 'joined 8 on 2 - 1', 'left 9 on 3 1 -']);
  expect(await seen(3)).toHaveLength(4);
});

it('a list that is read again, or not as a whole, tells nothing twice and lets nobody go', async () => {
  await read(1, [person(5n), person(6n)]);
  await read(2, [person(5n)], false);
  await read(2, [person(5n)], false);
  await read(3, [person(5n), person(6n)]);
  expect(await seen()).toEqual([]);
});
