import type { CanonicalValue } from './canonical-json.ts';
import { hashEntry, writeEntry, type Actor, type EntryType } from './entry.ts';
import { growFrontier, rootOf, type Frontier } from './merkle-tree.ts';
import type { SealKey } from './seal.ts';
import { sealTreeHead, type SealedTreeHead } from './tree-head.ts';

/** Where a ledger stands. */
export interface Head {
  readonly sequence: bigint;
  readonly entryHash: string;
  readonly at: Date;
  /** Of the tree over all entries so far. */
  readonly frontier: Frontier;
}

export interface Act {
  readonly tenant: string;
  readonly type: EntryType;
  readonly actor: Actor;
  readonly body: { readonly [key: string]: CanonicalValue };
  readonly now: Date;
}

export interface SealedEntry {
  readonly sequence: bigint;
  readonly type: EntryType;
  readonly at: Date;
  readonly entry: string;
  readonly entryHash: string;
  readonly previousHash: string;
  readonly seal: string;
  readonly sealKeyId: string;
  /** The tree with this entry as its last leaf. */
  readonly treeHead: SealedTreeHead;
  readonly frontier: Frontier;
}

/** Clocks of several machines differ a little; more than this is written down. */
const toleratedMs = 120_000;

/** The entry that follows a head, hashed and sealed. */
export function sealNext(head: Head, act: Act, sealKey: SealKey): SealedEntry {
  const sequence = head.sequence + 1n;
  // The ledger's time never runs backwards, whatever the clock does.
  const at = head.at > act.now ? head.at : act.now;
  const { tenant, type, actor, body } = act;
  const isBehind = head.at.getTime() - act.now.getTime() > toleratedMs;
  const clock = isBehind ? { clock: act.now.toISOString() } : {};
  const times = { at: at.toISOString(), ...clock };
  const entry = writeEntry({ v: 1, tenant, seq: Number(sequence), prev: head.entryHash, type, ...times, actor, body });
  const entryHash = hashEntry(entry);
  const seal = sealKey.seal(entryHash);
  const frontier = growFrontier(head.frontier, Number(head.sequence), entryHash);
  const treeHead = sealTreeHead({ tenant, size: Number(sequence), root: rootOf(frontier), at: at.toISOString() }, sealKey);
  return { sequence, type, at, entry, entryHash, previousHash: head.entryHash, seal, sealKeyId: sealKey.keyId, treeHead, frontier };
}
