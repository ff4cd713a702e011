import { hashEntry, noPrevious } from './entry.ts';
import type { SealKey } from './seal.ts';

export interface StoredEntry {
  readonly sequence: bigint;
  /** Canonical JSON as it was hashed. */
  readonly entry: string;
  readonly entryHash: string;
  readonly previousHash: string;
  readonly seal: string;
}

export type ChainVerdict = { kind: 'intact'; size: bigint; head: string } | { kind: 'broken'; sequence: bigint; reason: string };

/** Walks a whole ledger from its first entry; says where and why it breaks. Completeness needs an anchor outside. */
export function verifyChain(entries: Iterable<StoredEntry>, sealKey: SealKey): ChainVerdict {
  let sequence = 0n;
  let head = noPrevious;
  let lastAt = '';
  for (const stored of entries) {
    sequence += 1n;
    const reason = findFault(stored, { sequence, head, lastAt }, sealKey);
    if (reason !== undefined) return { kind: 'broken', sequence, reason };
    lastAt = readFields(stored.entry)?.at ?? lastAt;
    head = stored.entryHash;
  }
  return { kind: 'intact', size: sequence, head };
}

function findFault(
  stored: StoredEntry,
  expected: { sequence: bigint; head: string; lastAt: string },
  sealKey: SealKey,
): string | undefined {
  const fields = readFields(stored.entry);
  if (fields === undefined) return 'the entry is not JSON';
  if (stored.sequence !== expected.sequence || BigInt(fields.seq) !== expected.sequence) return 'the sequence has a gap';
  if (stored.previousHash !== expected.head || fields.prev !== expected.head) return 'the previous hash does not match';
  if (hashEntry(stored.entry) !== stored.entryHash) return 'the content does not match its hash';
  if (fields.at < expected.lastAt) return 'the time runs backwards';
  return sealKey.verify(stored.entryHash, stored.seal) ? undefined : 'the seal does not match';
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
