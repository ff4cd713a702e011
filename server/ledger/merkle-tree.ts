import { createHash } from 'node:crypto';

/** RFC 6962: the root of no leaves. */
export const emptyRoot = createHash('sha256').digest('hex');

/** Roots of the perfect subtrees of a tree from left to right: all that the next leaf needs. */
export type Frontier = readonly string[];

/** SHA-256(0x00 || leaf), hex; a leaf of a ledger is the 32 bytes of an entry's hash. */
export function hashLeaf(leafHex: string): string {
  return createHash('sha256').update(leafPrefix).update(leafHex, 'hex').digest('hex');
}

/** SHA-256(0x01 || left || right), hex. */
export function hashNode(left: string, right: string): string {
  return createHash('sha256').update(nodePrefix).update(left, 'hex').update(right, 'hex').digest('hex');
}

const leafPrefix = Buffer.from([0]);
const nodePrefix = Buffer.from([1]);

/** The frontier of a tree of `size` leaves after one leaf more; costs as many hashes as subtrees are completed. */
export function growFrontier(frontier: Frontier, size: number, leafHex: string): Frontier {
  const grown = [...frontier];
  let node = hashLeaf(leafHex);
  // Each one bit at the end of the size is a perfect subtree that the new leaf completes.
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) node = hashNode(grown.pop() ?? missing(), node);
  return [...grown, node];
}

/** Of a tree with all these leaves. */
export function toFrontier(leaves: readonly string[]): Frontier {
  return leaves.reduce<Frontier>((frontier, leaf, size) => growFrontier(frontier, size, leaf), []);
}

/** Folded from the right, because the smaller subtrees stand there. */
export function rootOf(frontier: Frontier): string {
  const last = frontier.at(-1);
  return last === undefined ? emptyRoot : frontier.slice(0, -1).reduceRight((root, subtree) => hashNode(subtree, root), last);
}

/** Proves that the leaf which made `frontier` into the next one is the last of its tree: the subtrees to its left, the nearest first. */
export function pathOfLast(frontier: Frontier): string[] {
  return frontier.toReversed();
}

/** A tree that is there as a whole, for proofs of any leaf and between any sizes. */
export interface MerkleTree {
  readonly size: number;
  readonly root: string;
  /** Root of the first `size` leaves. */
  rootAt(size: number): string;
  /** PATH(index, D[size]) of RFC 6962, section 2.1.1. */
  inclusion(index: number, size?: number): string[];
  /** PROOF(from, D[to]) of RFC 6962, section 2.1.2. */
  consistency(from: number, to?: number): string[];
}

export function createTree(leaves: readonly string[]): MerkleTree {
  const levels = [leaves.map(hashLeaf)];
  for (let below = levels[0] ?? []; below.length > 1;) {
    const nodes: string[] = [];
    for (let index = 0; index + 1 < below.length; index += 2) nodes.push(hashNode(below[index] ?? '', below[index + 1] ?? ''));
    levels.push((below = nodes));
  }
  /** MTH(D[from:to]); perfect subtrees are read, what is ragged is hashed. */
  const rangeRoot = (from: number, to: number): string => {
    const count = to - from;
    if (count === 0) return emptyRoot;
    const level = Math.log2(count);
    if (Number.isInteger(level) && from % count === 0) return levels[level]?.[from / count] ?? missing();
    const split = from + splitOf(count);
    return hashNode(rangeRoot(from, split), rangeRoot(split, to));
  };
  const path = (index: number, from: number, to: number): string[] => {
    if (to - from <= 1) return [];
    const split = from + splitOf(to - from);
    return index < split ? [...path(index, from, split), rangeRoot(split, to)] : [...path(index, split, to), rangeRoot(from, split)];
  };
  const subproof = (size: number, from: number, to: number, isWhole: boolean): string[] => {
    if (size === to) return isWhole ? [] : [rangeRoot(from, to)];
    const split = from + splitOf(to - from);
    return size <= split
      ? [...subproof(size, from, split, isWhole), rangeRoot(split, to)]
      : [...subproof(size, split, to, false), rangeRoot(from, split)];
  };
  const checked = (size: number, least: number, most = leaves.length): number => {
    if (!Number.isSafeInteger(size) || size < least || size > most) throw new RangeError(`The tree has no place ${size}`);
    return size;
  };
  return {
    size: leaves.length,
    root: rangeRoot(0, leaves.length),
    rootAt: (size) => rangeRoot(0, checked(size, 0)),
    inclusion: (index, size = leaves.length) => path(checked(index, 0, checked(size, 1) - 1), 0, size),
    consistency: (from, to = leaves.length) => (checked(from, 0, checked(to, 0)) === 0 ? [] : subproof(from, 0, to, true)),
  };
}

/** The largest power of two below `count`. */
function splitOf(count: number): number {
  return 2 ** Math.floor(Math.log2(count - 1));
}

function missing(): never {
  throw new Error('The tree lost a node');
}
