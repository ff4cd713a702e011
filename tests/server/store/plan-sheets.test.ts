import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '#store/open-store.ts';
import { listSheets } from '#store/plan-sheets.ts';
import { saveSheet } from '#store/save-sheet.ts';
import { findChallenge, saveChallenge, saveSignature } from '#store/signatures.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { openTestStore } from '#support/test-store.ts';
import { append, day, fillPortal } from './guarded-portal.ts';

let store: Store;
let filled: { planId: string; challengeId: string };

beforeAll(async () => {
  store = await openTestStore();
  filled = await fillPortal(store.forPortal(1n));
  await fillPortal(store.forPortal(2n), 'b'.repeat(32));
});

afterAll(() => store.close());

const planHash = 'a'.repeat(64);
const circumstances = { text: '{}', salt: 'b'.repeat(32) };
const inPortal = <T>(work: (tx: PortalTransaction) => Promise<T>): Promise<T> => store.forPortal(1n).transaction(work);
const sign = (tx: PortalTransaction, sequence: bigint, challengeId = filled.challengeId) =>
  saveSignature(tx, {
    planId: filled.planId,
    version: 2,
    userId: 6n,
    decision: 'refused',
    text: { text: 'нет', salt: 'a'.repeat(32) },
    circumstances,
    planHash,
    challengeId,
    sequence,
    signedAt: day,
    usedAt: day,
  });

describe('sheets', () => {
  it('come newest first with everything that has happened to them', async () => {
    const sheets = await inPortal((tx) => listSheets(tx, {}));
    const common = {
      planId: filled.planId,
      month: '2026-12',
      userId: 6n,
      document: '{}',
      humanText: { text: 'План', salt: null },
      planHash,
      publishedAt: day,
      effectiveFrom: '2026-12-01',
      publishedBy: 2n,
      deliveredAt: null,
      readAt: null,
      lastWriterId: null,
      breakdown: null,
      onPaperAt: null,
    };
    const signature = {
      decision: 'signed',
      text: null,
      signedAt: day,
      sequence: 1n,
      challengeId: filled.challengeId,
      breakdownHash: null,
      replyBefore: null,
    };
    expect(sheets).toEqual([
      { ...common, version: 2, openedAt: day, signature, isSuperseded: false },
      { ...common, version: 1, openedAt: null, signature: null, isSuperseded: true },
    ]);
  });

  it('are narrowed by month, person and version', async () => {
    const count = async (filter: { month?: string; userId?: bigint; version?: number }): Promise<number> =>
      (await inPortal((tx) => listSheets(tx, filter))).length;
    expect([
      await count({ month: '2026-12' }),
      await count({ month: '2026-11' }),
      await count({ userId: 7n }),
      await count({ userId: 6n, version: 1 }),
    ]).toEqual([2, 0, 0, 1]);
  });

  it('cannot be written twice for a person and a version, nor with a hash that is none', async () => {
    const sheet = { planId: filled.planId, version: 2, userId: 6n, document: '{}', humanText: { text: '', salt: null }, planHash };
    await expect(inPortal((tx) => saveSheet(tx, sheet))).rejects.toThrow('duplicate key');
    await expect(inPortal((tx) => saveSheet(tx, { ...sheet, userId: 8n, planHash: 'A'.repeat(64) }))).rejects.toThrow('check constraint');
  });
});

describe('a signature', () => {
  it('marks its challenge as used', async () => {
    expect(await inPortal((tx) => findChallenge(tx, filled.challengeId))).toMatchObject({ userId: 6n, version: 2, planHash, usedAt: day });
    expect(await inPortal((tx) => findChallenge(tx, randomUUID()))).toBeUndefined();
    expect(await store.forPortal(2n).transaction((tx) => findChallenge(tx, filled.challengeId))).toBeUndefined();
  });

  it('is given once for a person and a version', async () => {
    await expect(inPortal((tx) => sign(tx, 1n))).rejects.toThrow('duplicate key');
  });

  it('needs its record in the ledger and its sheet', async () => {
    const { planId, challengeId } = filled;
    const first = {
      planId,
      version: 1,
      userId: 6n,
      decision: 'signed',
      text: null,
      circumstances,
      planHash,
      challengeId,
      signedAt: day,
      usedAt: day,
    } as const;
    await expect(inPortal((tx) => saveSignature(tx, { ...first, sequence: 99n }))).rejects.toThrow('foreign key');
    await expect(inPortal((tx) => saveSignature(tx, { ...first, userId: 7n, sequence: 1n }))).rejects.toThrow('foreign key');
  });

  it('leaves no record in the ledger when it is refused by the store', async () => {
    const attempt = inPortal(async (tx) => sign(tx, await append(tx, { version: 2 })));
    await expect(attempt).rejects.toThrow('duplicate key');
    expect(await inPortal((tx) => append(tx, { version: 2 }))).toBe(2n);
  });

  it('is given once when ten requests race with one challenge each', async () => {
    const portal = store.forPortal(2n);
    const [sheet] = await portal.transaction((tx) => listSheets(tx, { version: 1 }));
    const planId = sheet?.planId ?? '';
    const challenges = await portal.transaction(async (tx) => {
      const made = Array.from({ length: 10 }, () => ({
        challengeId: randomUUID(),
        sessionId: randomUUID(),
        userId: 6n,
        planId,
        version: 1,
        planHash,
        createdAt: day,
        expiresAt: day,
      }));
      for (const challenge of made) await saveChallenge(tx, challenge);
      return made;
    });
    const results = await Promise.allSettled(
      challenges.map(({ challengeId }) =>
        portal.transaction(async (tx) => {
          const sequence = await append(tx, { version: 1 });
          await saveSignature(tx, {
            planId,
            version: 1,
            userId: 6n,
            decision: 'signed',
            text: null,
            circumstances,
            planHash,
            challengeId,
            sequence,
            signedAt: day,
            usedAt: day,
          });
        }),
      ),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    const [signed] = await portal.transaction((tx) => listSheets(tx, { version: 1 }));
    expect(signed?.signature?.sequence).toBe(2n);
  });
});
