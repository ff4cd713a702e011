import { createChainWalk, type ChainStart } from './verify-chain.ts';
import type { SealVerifier } from './seal.ts';

/** An entry as the evidence journal has it. */
export interface WrittenEntry {
  readonly tenant: string;
  readonly seq: number;
  readonly entry: string;
  readonly hash: string;
  readonly seal: string;
  readonly kid: string;
  readonly root: string | null;
  readonly headSeal: string | null;
}

interface Fields {
  readonly tenant: string;
  readonly type: string;
  readonly at: string;
  readonly prev: string;
  readonly actor: { readonly uid: string };
}

const readFields = (entry: string): Fields => JSON.parse(entry) as Fields;

/** Why these entries do not follow the one that is known; undefined when they do. */
export function findFaultOfLines(
  lines: readonly WrittenEntry[],
  known: { after: { sequence: bigint; entry: string; entryHash: string } | undefined; trusted: readonly SealVerifier[]; tenant: string },
): string | undefined {
  const { after } = known;
  const start: ChainStart | undefined =
    after === undefined ? undefined : { sequence: after.sequence, head: after.entryHash, lastAt: readFields(after.entry).at };
  const walk = createChainWalk(known.trusted, start);
  for (const line of lines) {
    const reason = walk.step({
      sequence: BigInt(line.seq),
      entry: line.entry,
      entryHash: line.hash,
      previousHash: walk.place.head,
      seal: line.seal,
    });
    if (reason !== undefined) return `has an entry ${line.seq} that does not follow: ${reason}`;
    if (readFields(line.entry).tenant !== known.tenant) return `has an entry ${line.seq} of another portal`;
  }
  return undefined;
}

/** As the store takes it. */
export function toStoredEntry(line: WrittenEntry) {
  const { type, at, prev, actor } = readFields(line.entry);
  return {
    sequence: BigInt(line.seq),
    type,
    at: new Date(at),
    actorId: BigInt(actor.uid),
    entry: line.entry,
    entryHash: line.hash,
    previousHash: prev,
    seal: line.seal,
    sealKeyId: line.kid,
    treeHead: line.root === null || line.headSeal === null ? null : { root: line.root, seal: line.headSeal, kid: line.kid },
  };
}
