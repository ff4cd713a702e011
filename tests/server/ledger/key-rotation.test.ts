import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sealRotation } from '#ledger/key-rotation.ts';
import { toFrontier } from '#ledger/merkle-tree.ts';
import { sealNext, type Head, type SealedEntry } from '#ledger/next-entry.ts';
import { readSealKey, readSealVerifier, type SealKey } from '#ledger/seal.ts';
import { verifyChain } from '#ledger/verify-chain.ts';
import { issued, tenant, vectorKey, writeChain } from './written-chain.ts';

const makeKey = (): SealKey => readSealKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
const [next, stranger] = [makeKey(), makeKey()];
const now = new Date('2026-11-20T06:00:00.000Z');
const before = writeChain(3);
const headOf = (entry: { sequence: bigint; entryHash: string }): Head => ({
  sequence: entry.sequence,
  entryHash: entry.entryHash,
  at: now,
  frontier: toFrontier([...before, ...(entry.sequence > 3n ? [entry] : [])].map((one) => one.entryHash)),
});
const headBefore = headOf(before.at(-1) ?? { sequence: 0n, entryHash: '' });
const act = (head: Head, key: SealKey): SealedEntry =>
  sealNext(head, { tenant, type: 'plan.issued', actor: issued.actor, body: { version: 9 }, now }, key);

const rotation = sealRotation(headBefore, { tenant, now }, { from: vectorKey, to: next });
const after = act(headOf(rotation), next);

describe('T28: a ledger whose seal key was changed', () => {
  it('verifies from its first entry, trusting the first key alone', () => {
    expect(verifyChain([...before, rotation, after], vectorKey)).toEqual({ kind: 'intact', size: 5n, head: after.entryHash });
    expect(verifyChain([...before, rotation, after], [next, vectorKey]).kind).toBe('intact');
  });

  it('is broken when the new key seals without an entry that puts it in force', () => {
    const unasked = act(headBefore, next);
    for (const trusted of [[vectorKey], [vectorKey, next]])
      expect(verifyChain([...before, unasked], trusted)).toEqual({ kind: 'broken', sequence: 4n, reason: 'the seal does not match' });
  });

  it('is broken when the earlier key goes on sealing: whoever has stolen it writes no more', () => {
    const late = act(headOf(rotation), vectorKey);
    expect(verifyChain([...before, rotation, late], [vectorKey, next])).toMatchObject({ kind: 'broken', sequence: 5n });
  });

  it('is broken when somebody else puts a key in force', () => {
    const foreign = sealRotation(headBefore, { tenant, now }, { from: stranger, to: next });
    expect(verifyChain([...before, foreign], vectorKey)).toMatchObject({ kind: 'broken', reason: 'the seal does not match' });
  });

  it('is broken when the new key did not prove itself for this place of this ledger', () => {
    const elsewhere = sealRotation({ ...headBefore, entryHash: 'f'.repeat(64) }, { tenant, now }, { from: vectorKey, to: next });
    const copied = JSON.parse(elsewhere.entry) as { body: Record<string, string> };
    const act = { tenant, type: 'key.rotated', actor: issued.actor, now } as const;
    const bodies = [copied.body, { ...copied.body, to: stranger.keyId }, { ...copied.body, publicKey: stranger.publicKeyPem }, {}];
    for (const body of bodies)
      expect(verifyChain([...before, sealNext(headBefore, { ...act, body }, vectorKey)], vectorKey)).toEqual({
        kind: 'broken',
        sequence: 4n,
        reason: 'the new seal key is not proven',
      });
  });

  it('names the key by what it is: text that is no Ed25519 key is none', () => {
    expect(readSealVerifier(next.publicKeyPem)?.keyId).toBe(next.keyId);
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (const text of ['', 'key', publicKey.export({ type: 'spki', format: 'pem' }).toString()])
      expect(readSealVerifier(text)).toBeUndefined();
  });
});
