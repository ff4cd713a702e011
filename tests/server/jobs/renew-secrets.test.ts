import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createKeyRing, ringOf, type KeyRing } from '#kernel/key-ring.ts';
import { renewSecrets } from '#jobs/renew-secrets.ts';
import { readSealKey, type SealKey } from '#ledger/seal.ts';
import { verifyChain } from '#ledger/verify-chain.ts';
import { listLedgerEntries } from '#store/ledger.ts';
import type { Store } from '#store/open-store.ts';
import type { PortalStore, PortalTransaction } from '#store/portal-store.ts';
import { listTokens, saveNewToken } from '#store/portal-tokens.ts';
import { listSealingKeys } from '#store/sealed-rows.ts';
import { createSecretText, type SecretText } from '#store/secret-text.ts';
import { findSubjectKey } from '#store/subject-keys.ts';
import { openTestStore } from '#support/test-store.ts';
import { vectorKey } from '../ledger/written-chain.ts';
import { append, day, fillPortal, snabservice } from '../store/guarded-portal.ts';

const { memberId } = snabservice;
const [oldBytes, newBytes] = [randomBytes(32), randomBytes(32)];
const [oldRing, bothRing, newRing] = [ringOf(oldBytes), ringOf(newBytes, oldBytes), ringOf(newBytes)];
const nextKey = readSealKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
const sealRing = (...keys: SealKey[]): KeyRing<SealKey> => createKeyRing(() => keys);

let store: Store;
let portal: PortalStore;

beforeAll(async () => {
  store = await openTestStore({ secretText: createSecretText(oldRing) });
});
afterAll(() => store.close());

let number = 0;
beforeEach(async () => {
  number += 1;
  portal = store.forPortal(await store.directory.savePortalId(`${memberId}-${number}`));
  await fillPortal(portal, memberId);
});

const run = <T>(work: (tx: PortalTransaction) => Promise<T>): Promise<T> => portal.transaction(work);
const deps = (secretText: SecretText, sealKeys = sealRing(vectorKey)) => ({ secretText, sealKeys, businessClock: () => day });
const pair = (name: string) => ({ accessToken: `access ${name}`, refreshToken: `refresh ${name}`, expiresAt: day });
const [first, second] = [1n, 2n];

/** Two administrators; the second one has exchanged a token, so that an earlier one is kept as well. */
async function saveTokens(secretText: SecretText): Promise<void> {
  await run((tx) => saveNewToken(tx, secretText, { memberId, userId: first }, pair('one')));
  for (const name of ['two', 'three']) await run((tx) => saveNewToken(tx, secretText, { memberId, userId: second }, pair(name)));
}

const tokensBy = (ring: KeyRing) =>
  run(async (tx) => (await listTokens(tx, createSecretText(ring), memberId)).toSorted((one, other) => Number(one.userId - other.userId)));

describe('T28: tokens under another key', () => {
  beforeEach(() => saveTokens(createSecretText(oldRing)));

  it('open with the new key alone after they were sealed anew, and say the same', async () => {
    const before = await tokensBy(oldRing);
    await expect(tokensBy(newRing)).rejects.toThrow('does not open');
    expect(await renewSecrets(deps(createSecretText(bothRing)), portal)).toEqual({ tokens: 2, isLedgerRotated: false });
    expect(await tokensBy(newRing)).toEqual(before);
    expect(before.map((token) => token.previousRefreshToken)).toEqual([null, 'refresh two']);
    await expect(tokensBy(oldRing)).rejects.toThrow('does not open');
  });

  it('stay readable at every moment of the change, and a change that was broken off is finished by the next one', async () => {
    const before = await tokensBy(oldRing);
    const secretText = createSecretText(bothRing);
    let sealed = 0;
    const dying: SecretText = {
      ...secretText,
      seal: (text, place) => {
        sealed += 1;
        if (sealed > 3) throw new Error('killed');
        return secretText.seal(text, place);
      },
    };
    await expect(renewSecrets(deps(dying), portal)).rejects.toThrow('killed');
    expect(await tokensBy(bothRing)).toEqual(before);
    expect(await run(listSealingKeys)).toContain(oldRing.current().keyId);
    await renewSecrets(deps(secretText), portal);
    expect(await tokensBy(newRing)).toEqual(before);
  });

  it('are counted by the key they are sealed with, the kept earlier one too', async () => {
    const [oldId, newId] = [oldRing.current().keyId, newRing.current().keyId];
    expect(await run(listSealingKeys)).toEqual(new Set([oldId]));
    // The newest pair is sealed with the new key, while the row keeps the earlier token as it was.
    await run((tx) => saveNewToken(tx, createSecretText(bothRing), { memberId, userId: second }, pair('four')));
    await run((tx) => tx.db.deleteFrom('portal_token').where('portal_id', '=', tx.portalId).where('user_id', '=', first).execute());
    expect(await run(listSealingKeys)).toEqual(new Set([oldId, newId]));
    await renewSecrets(deps(createSecretText(bothRing)), portal);
    expect(await run(listSealingKeys)).toEqual(new Set([newId]));
  });

  it('bring the keys of people with them, which open what was said before', async () => {
    const keyBy = (ring: KeyRing) =>
      run(async (tx) => (await findSubjectKey({ ...tx, secretText: createSecretText(ring) }, 6n))?.bytes.toString('hex'));
    const before = await keyBy(oldRing);
    await expect(keyBy(newRing)).rejects.toThrow('does not open');
    await renewSecrets(deps(createSecretText(bothRing)), portal);
    expect([await keyBy(newRing), before?.length]).toEqual([before, 64]);
  });

  it('are left alone when the key in use has sealed them', async () => {
    expect(await renewSecrets(deps(createSecretText(oldRing)), portal)).toEqual({ tokens: 0, isLedgerRotated: false });
  });
});

describe('T28: a ledger under another seal key', () => {
  const chain = () => run((tx) => listLedgerEntries(tx));
  afterEach(async () => expect(verifyChain(await chain(), vectorKey).kind).toBe('intact'));

  it('goes on behind an entry of the change, once, whoever comes first', async () => {
    const sealKeys = sealRing(nextKey, vectorKey);
    const secretText = createSecretText(bothRing);
    const results = await Promise.all([1, 2, 3].map(() => renewSecrets(deps(secretText, sealKeys), portal)));
    expect(results.filter(({ isLedgerRotated }) => isLedgerRotated)).toHaveLength(1);
    const entries = await chain();
    expect(entries.map(({ type }) => type)).toEqual(['plan.issued', 'key.rotated']);
    expect(entries.at(-1)?.sealKeyId).toBe(vectorKey.keyId);
    expect(JSON.parse(entries.at(-1)?.entry ?? '')).toMatchObject({
      actor: { role: 'operator' },
      body: { from: vectorKey.keyId, to: nextKey.keyId },
    });
  });

  it('waits for the earlier key where it is not at hand', async () => {
    const secretText = createSecretText(bothRing);
    expect((await renewSecrets(deps(secretText, sealRing(nextKey)), portal)).isLedgerRotated).toBe(false);
    await run((tx) => append(tx, { planId: 'x', version: 3 }));
    expect(await chain()).toHaveLength(2);
  });
});
