import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSessions } from '#http/session.ts';
import { ringOf } from '#kernel/key-ring.ts';
import type { Store } from '#store/open-store.ts';
import { getPortal, savePortal } from '#store/portals.ts';
import { openTestStore } from '#support/test-store.ts';
import { snabservice } from '../store/guarded-portal.ts';
import { forgeToken } from './session-tokens.ts';

const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const keyIdOf = (key: Buffer): string => ringOf(key).current().keyId;
const systemClock = (): Date => new Date();
let store: Store;
let portalId: bigint;

beforeAll(async () => {
  store = await openTestStore();
  portalId = await store.directory.savePortalId(snabservice.memberId);
  await store.forPortal(portalId).transaction((tx) => savePortal(tx, snabservice, systemClock()));
});
afterAll(() => store.close());

const sessionsBy = (...keys: Buffer[]) => createSessions({ key: ringOf(...keys), systemClock });
const openBy = (key: Buffer): Promise<string> =>
  store.forPortal(portalId).transaction(async (tx) => {
    const opened = await sessionsBy(key).open(tx, await getPortal(tx), { userId: 6n, isAdmin: false });
    return opened.session.token;
  });

describe('T28: a session key', () => {
  it('is named by every token, and the earlier one opens what it has signed while both are live', async () => {
    const token = await openBy(first);
    expect(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())).toMatchObject({ kid: keyIdOf(first) });
    expect(await sessionsBy(second, first).prove(token)).toMatchObject({ portalId, userId: 6n });
    expect(await sessionsBy(second, first).prove(await openBy(second))).toMatchObject({ userId: 6n });
    await expect(sessionsBy(third, second).prove(token)).rejects.toMatchObject({ code: 'session-expired' });
  });

  it('does not open what another key has signed under its name', async () => {
    const token = await openBy(first);
    const forged = await forgeToken(token, { key: third, header: { kid: keyIdOf(first) } });
    for (const sessions of [sessionsBy(first), sessionsBy(second, first)])
      await expect(sessions.prove(forged)).rejects.toThrow('not valid');
    const unknown = await forgeToken(token, { key: first, header: { kid: 'f'.repeat(12) } });
    await expect(sessionsBy(first).prove(unknown)).rejects.toThrow('not valid');
  });
});
