import { randomBytes } from 'node:crypto';
import { readPortalContext, type PortalContext } from '#http/portal-context.ts';
import { toDayNumber } from '#kernel/calendar-day.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalStore } from '#store/portal-store.ts';
import { findPortal, savePortal } from '#store/portals.ts';
import { addCursors, saveCursor } from '#store/sync-cursors.ts';
import { generatePortal } from '#support/generated-portal.ts';
import { recordDeals } from '#support/recorded-deals.ts';
import { openTestStore } from '#support/test-store.ts';
import { snabservice } from '../store/guarded-portal.ts';

export const month = '2026-11';
export const now = new Date('2026-11-16T07:42:00Z');
export const moment = toDayNumber(now, 'Europe/Moscow');
const generated = generatePortal({ deals: 300, owners: 3, from: Math.floor(moment) - 400, days: 401, seed: 4 });
export const history = { ...generated, categories: 2, category: generated.category.map((category) => category % 2) };

export const [director, anna, boris, vera] = [10n, 11n, 12n, 13n] as const;
const root = 1n;
export const team = 2n;

export interface ForecastPortal {
  readonly store: Store;
  readonly portal: PortalStore;
  /** What somebody is answered, by the contexts that endpoints get. */
  withContext<Answer>(userId: bigint, answer: (context: PortalContext) => Promise<Answer>): Promise<Answer>;
  /** A year of generated deals as the copy would have recorded it. */
  recordPast(): Promise<void>;
}

/** A portal of four people in two departments, without a deal yet. */
export async function openForecastPortal(): Promise<ForecastPortal> {
  const store = await openTestStore();
  const portal = store.forPortal(await store.directory.savePortalId(randomBytes(16).toString('hex')));
  await portal.transaction(async (tx) => {
    await savePortal(tx, { ...snabservice, memberId: randomBytes(16).toString('hex') }, now);
    const department = (department_id: bigint, name: string, parent_id: bigint | null, head_id: bigint) => ({
      ...{ portal_id: tx.portalId, department_id, name, parent_id, head_id, deputy_ids: [], sort: 1 },
    });
    await tx.db
      .insertInto('department')
      .values([department(root, 'Проба', null, director), department(team, 'Продажи', root, anna)])
      .execute();
    const person = (user_id: bigint, last_name: string, department_id: bigint) => ({
      ...{ portal_id: tx.portalId, user_id, first_name: 'Проба', last_name, is_active: true },
      ...{ department_ids: [department_id], joined_on: null, position: '' },
    });
    const people = [
      person(director, 'Директор', root),
      person(anna, 'Первая', team),
      person(boris, 'Второй', team),
      person(vera, 'Третья', root),
    ];
    await tx.db.insertInto('person').values(people).execute();
  });
  return {
    store,
    portal,
    withContext: (userId, answer) =>
      portal.transaction(async (tx) => {
        const session = { portalId: tx.portalId, userId, sessionId: 'made for this test', isAdmin: false, verifiedAt: now };
        return answer(await readPortalContext(tx, { session, portal: (await findPortal(tx))! }, now, () => undefined));
      }),
    recordPast: () =>
      portal.transaction(async (tx) => {
        await recordDeals(tx, history, moment, [anna, boris, vera]);
        await addCursors(tx, ['deals'], 'backward');
        await saveCursor(tx, { entity: 'deals', direction: 'backward' }, { state: 'ready', finishedAt: now, updatedAt: now });
      }),
  };
}
