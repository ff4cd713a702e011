import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countingBasis, defaultCounting } from '#domain/counting.ts';
import { findFactSource } from '#store/daily-totals.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalStore } from '#store/portal-store.ts';
import { savePortal } from '#store/portals.ts';
import { listPushedDeals } from '#store/pushed-deals.ts';
import { openTestStore } from '#support/test-store.ts';
import { snabservice } from './guarded-portal.ts';

const now = new Date('2026-11-16T07:42:00Z');
const at = (day: number): Date => new Date(Date.UTC(2026, 10, day));
let store: Store;
let portal: PortalStore;

beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(async () => {
  const memberId = randomBytes(16).toString('hex');
  portal = store.forPortal(await store.directory.savePortalId(memberId));
  await portal.transaction((tx) => savePortal(tx, { ...snabservice, memberId }, now));
});
afterAll(() => store.close());

interface Seen {
  readonly semantics?: 'P' | 'S' | 'F';
  readonly userId?: bigint;
  readonly amount?: bigint;
  readonly pipelineId?: bigint;
}

/** A deal with the close dates it has had, the last being the present one. */
async function addDeal(deal_id: bigint, days: readonly (string | null)[], seen: Seen = {}): Promise<void> {
  const { semantics = 'P', userId = 7n, amount = 100n, pipelineId = 0n } = seen;
  const shape = {
    ...{ deal_id, pipeline_id: pipelineId, stage_id: 'NEW', semantics, amount_minor: amount, currency: 'RUB', base_minor: amount },
    responsible_id: userId,
  };
  const further = { is_repeat: false, company_id: null, lead_id: null };
  await portal.transaction(async (tx) => {
    const times = { created_at: at(1), modified_at: at(9), moved_at: at(1), first_seen_at: at(1), won_at: null, deleted_at: null };
    await tx.db
      .insertInto('deal')
      .values({ ...shape, ...times, ...further, portal_id: tx.portalId, close_day: days.at(-1) ?? null })
      .execute();
    for (const [index, close_day] of days.entries()) {
      await tx.db
        .insertInto('deal_version')
        .values({ ...shape, portal_id: tx.portalId, close_day, seen_at: at(1 + index), is_gone: false })
        .execute();
    }
  });
}

const list = (asked: { people?: bigint[]; limit?: number; pipelineIds?: bigint[] } = {}) =>
  portal.transaction(async (tx) => {
    const source = await findFactSource(tx, {
      basis: countingBasis(defaultCounting, 'Europe/Moscow'),
      pipelineIds: asked.pipelineIds ?? null,
    });
    return listPushedDeals(tx, source, { atLeast: 3, people: asked.people ?? null, limit: asked.limit ?? 5 });
  });

const thrice = ['2026-11-06', '2026-11-13', '2026-11-20', '2026-11-27'];

describe('deals that were put off again and again', () => {
  it('are open ones with so many later dates; an earlier date or none counts as nothing', async () => {
    await addDeal(1n, thrice, { amount: 240_000_000n });
    await addDeal(2n, ['2026-11-06', '2026-11-13', '2026-11-10', '2026-11-20']);
    await addDeal(3n, ['2026-11-06', null, '2026-11-13', '2026-11-20']);
    await addDeal(4n, thrice, { semantics: 'F' });
    expect(await list()).toEqual([{ dealId: 1n, responsibleId: 7n, amount: 240_000_000n, pushes: 3 }]);
  });

  it('come the dearest first, of the people and pipelines that are asked about', async () => {
    await addDeal(1n, thrice, { amount: 1n });
    await addDeal(2n, thrice, { amount: 3n, userId: 8n });
    await addDeal(3n, thrice, { amount: 2n, pipelineId: 5n });
    const ids = async (asked: Parameters<typeof list>[0]): Promise<bigint[]> => (await list(asked)).map(({ dealId }) => dealId);
    expect(await ids({})).toEqual([2n, 3n, 1n]);
    expect(await ids({ limit: 1 })).toEqual([2n]);
    expect(await ids({ people: [7n] })).toEqual([3n, 1n]);
    expect(await ids({ pipelineIds: [0n] })).toEqual([2n, 1n]);
  });
});
