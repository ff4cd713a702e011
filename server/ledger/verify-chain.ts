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

/** Where a walk begins: behind an entry that was verified before. */
export interface ChainStart {
  readonly sequence: bigint;
  readonly head: string;
  readonly lastAt: string;
}

const beginning: ChainStart = { sequence: 0n, head: noPrevious, lastAt: '' };

/**
 * Walks a ledger entry by entry; the first seal it meets must be of a key that is trusted,
 * and another key is in force only behind the entry that puts it in force.
 */
export function createChainWalk(trusted: readonly SealVerifier[], start: ChainStart = beginning) {
  let candidates = trusted;
  let { sequence, head, lastAt } = start;
  return {
    /** Why the entry does not belong here; undefined when it does. */
    step: (stored: StoredEntry): string | undefined => {
      sequence += 1n;
      const inForce = candidates.find((key) => key.verify(stored.entryHash, stored.seal));
      const reason = findFault(stored, { sequence, head, lastAt });
      if (reason !== undefined) return reason;
      if (inForce === undefined) return 'the seal does not match';
      const next = isRotation(stored.entry) ? readRotation(stored.entry, inForce) : inForce;
      if (next === undefined) return 'the new seal key is not proven';
      candidates = [next];
      lastAt = readFields(stored.entry)?.at ?? lastAt;
      head = stored.entryHash;
      return undefined;
    },
    get place() {
      return { sequence, head, lastAt };
    },
  };
}

/** Walks a whole ledger from its first entry; says where and why it breaks. Completeness needs an anchor outside. */
export function verifyChain(
  entries: Iterable<StoredEntry>,
  trusted: SealVerifier | readonly SealVerifier[],
  start?: ChainStart,
): ChainVerdict {
  const walk = createChainWalk('keyId' in trusted ? [trusted] : trusted, start);
  for (const stored of entries) {
    const reason = walk.step(stored);
    if (reason !== undefined) return { kind: 'broken', sequence: walk.place.sequence, reason };
  }
  return { kind: 'intact', size: walk.place.sequence, head: walk.place.head };
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
