import { hashEntry, noPrevious } from './entry.ts';
import { readRotation } from './key-rotation.ts';
import type { SealVerifier } from './seal.ts';

export interface StoredEntry {
  readonly sequence: bigint;
  /** Canonical JSON as it was hashed. */
  readonly entry: string;
  readonly entryHash: string;
  readonly previousHash: string;
  readonly seal: string;
}

export type ChainVerdict = { kind: 'intact'; size: bigint; head: string } | { kind: 'broken'; sequence: bigint; reason: string };

/**
 * Walks a whole ledger from its first entry; says where and why it breaks. Completeness needs an anchor outside.
 * The first entry is sealed by a key that is trusted; another one is in force only behind the entry that puts it in force.
 */
export function verifyChain(entries: Iterable<StoredEntry>, trusted: SealVerifier | readonly SealVerifier[]): ChainVerdict {
  let candidates: readonly SealVerifier[] = 'keyId' in trusted ? [trusted] : trusted;
  let sequence = 0n;
  let head = noPrevious;
  let lastAt = '';
  for (const stored of entries) {
    sequence += 1n;
    const inForce = candidates.find((key) => key.verify(stored.entryHash, stored.seal));
    const reason = findFault(stored, { sequence, head, lastAt });
    if (reason !== undefined) return { kind: 'broken', sequence, reason };
    if (inForce === undefined) return { kind: 'broken', sequence, reason: 'the seal does not match' };
    const next = isRotation(stored.entry) ? readRotation(stored.entry, inForce) : inForce;
    if (next === undefined) return { kind: 'broken', sequence, reason: 'the new seal key is not proven' };
    candidates = [next];
    lastAt = readFields(stored.entry)?.at ?? lastAt;
    head = stored.entryHash;
  }
  return { kind: 'intact', size: sequence, head };
}

const isRotation = (entry: string): boolean => (JSON.parse(entry) as { type?: unknown }).type === 'key.rotated';

function findFault(stored: StoredEntry, expected: { sequence: bigint; head: string; lastAt: string }): string | undefined {
  const fields = readFields(stored.entry);
  if (fields === undefined) return 'the entry is not JSON';
  if (stored.sequence !== expected.sequence || BigInt(fields.seq) !== expected.sequence) return 'the sequence has a gap';
  if (stored.previousHash !== expected.head || fields.prev !== expected.head) return 'the previous hash does not match';
  if (hashEntry(stored.entry) !== stored.entryHash) return 'the content does not match its hash';
  if (fields.at < expected.lastAt) return 'the time runs backwards';
  return undefined;
}

function readFields(entry: string): { seq: number; prev: string; at: string } | undefined {
  try {
    const value: unknown = JSON.parse(entry);
    if (typeof value !== 'object' || value === null || !('seq' in value) || !('prev' in value) || !('at' in value)) return undefined;
    const { seq, prev, at } = value;
    return Number.isSafeInteger(seq) && typeof prev === 'string' && typeof at === 'string' ? { seq: Number(seq), prev, at } : undefined;
  } catch {
    return undefined;
  }
}
