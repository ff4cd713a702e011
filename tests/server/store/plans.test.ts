import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '#store/open-store.ts';
import { deleteDraftLines, listDraftLines, saveDraftLines } from '#store/draft-lines.ts';
import { findLastVersion, findPlan, listPlanLines, listVersions, savePlanVersion, takePlan } from '#store/plans.ts';
import { openTestStore } from '#support/test-store.ts';
import { day } from './guarded-portal.ts';

let store: Store;

beforeAll(async () => {
  store = await openTestStore();
});

afterAll(() => store.close());

const author = { userId: 2n, now: day };
const version = (planId: string, number: number) => ({
  planId,
  version: number,
  publishedAt: day,
  publishedBy: 2n,
  reason: `причина ${number}`,
  rationale: '',
  effectiveFrom: '2026-12-01',
});

describe('a plan', () => {
  it('is one for a month, also when two authors take it at once', async () => {
    const portal = store.forPortal(1n);
    expect(await portal.transaction((tx) => findPlan(tx, '2026-12'))).toBeUndefined();
    const taken = await Promise.all([1, 2, 3, 4].map(() => portal.transaction((tx) => takePlan(tx, '2026-12', author))));
    expect(new Set(taken.map((plan) => plan.planId)).size).toBe(1);
    expect(await portal.transaction((tx) => findPlan(tx, '2026-12'))).toEqual(taken[0]);
    expect(await store.forPortal(2n).transaction((tx) => findPlan(tx, '2026-12'))).toBeUndefined();
  });

  it('keeps every version with its own lines', async () => {
    const portal = store.forPortal(3n);
    const { planId } = await portal.transaction((tx) => takePlan(tx, '2026-12', author));
    expect(await portal.transaction((tx) => findLastVersion(tx, planId))).toBeUndefined();
    await portal.transaction(async (tx) => {
      await savePlanVersion(tx, version(planId, 1), [{ metric: 'revenue', scope: 'person:6', value: 9_007_199_254_740_993n }]);
      await savePlanVersion(tx, version(planId, 2), []);
      await savePlanVersion(tx, version(planId, 10), [{ metric: 'calls', scope: 'person:6', value: 20n }]);
    });
    expect(await portal.transaction((tx) => findLastVersion(tx, planId))).toEqual(version(planId, 10));
    expect((await portal.transaction((tx) => listVersions(tx, planId))).map((one) => one.version)).toEqual([1, 2, 10]);
    expect(await portal.transaction((tx) => listPlanLines(tx, planId, 1))).toEqual([
      { metric: 'revenue', scope: 'person:6', value: 9_007_199_254_740_993n },
    ]);
    expect(await portal.transaction((tx) => listPlanLines(tx, planId, 2))).toEqual([]);
  });

  it('refuses the same version twice, a negative target and a month that is none', async () => {
    const portal = store.forPortal(4n);
    const { planId } = await portal.transaction((tx) => takePlan(tx, '2026-12', author));
    await portal.transaction((tx) => savePlanVersion(tx, version(planId, 1), []));
    await expect(portal.transaction((tx) => savePlanVersion(tx, version(planId, 1), []))).rejects.toThrow('duplicate key');
    const negative = [{ metric: 'revenue', scope: 'company', value: -1n }] as const;
    await expect(portal.transaction((tx) => savePlanVersion(tx, version(planId, 2), negative))).rejects.toThrow('check constraint');
    await expect(portal.transaction((tx) => takePlan(tx, 'December', author))).rejects.toThrow('check constraint');
  });

  it('lets one of two publishers of the same version win', async () => {
    const portal = store.forPortal(5n);
    const publish = () =>
      portal.transaction(async (tx) => {
        const { planId } = await takePlan(tx, '2026-12', author);
        const last = await findLastVersion(tx, planId);
        await savePlanVersion(tx, version(planId, (last?.version ?? 0) + 1), []);
        return (last?.version ?? 0) + 1;
      });
    const numbers = await Promise.all([publish(), publish(), publish(), publish(), publish()]);
    expect([...numbers].sort()).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('a draft', () => {
  it('is saved line by line, the last value wins, and a line can be taken out', async () => {
    const portal = store.forPortal(6n);
    const { planId } = await portal.transaction((tx) => takePlan(tx, '2026-12', author));
    const save = (value: bigint | null, userId: bigint) =>
      portal.transaction((tx) =>
        saveDraftLines(
          tx,
          planId,
          [
            { metric: 'revenue', scope: 'person:6', value },
            { metric: 'calls', scope: 'person:6', value: 20n },
          ],
          { userId, now: day },
        ),
      );
    await save(1n, 2n);
    await save(null, 3n);
    const saved = { savedAt: day, savedBy: 3n };
    expect(await portal.transaction((tx) => listDraftLines(tx, planId))).toEqual([
      { metric: 'calls', scope: 'person:6', value: 20n, ...saved },
      { metric: 'revenue', scope: 'person:6', value: null, ...saved },
    ]);
    await portal.transaction((tx) =>
      deleteDraftLines(tx, planId, [
        { metric: 'calls', scope: 'person:6' },
        { metric: 'calls', scope: 'person:7' },
      ]),
    );
    expect((await portal.transaction((tx) => listDraftLines(tx, planId))).map((line) => line.metric)).toEqual(['revenue']);
  });
});
