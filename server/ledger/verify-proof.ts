import { emptyRoot, hashLeaf, hashNode } from './merkle-tree.ts';

export interface Inclusion {
  readonly leaf: string;
  readonly index: number;
  readonly size: number;
  readonly path: readonly string[];
}

/** RFC 9162, section 2.1.3.2: is this leaf at this place of the tree with this root? */
export function isIncluded({ leaf, index, size, path }: Inclusion, root: string): boolean {
  if (!isPlace(index) || !isPlace(size) || index >= size || !path.every(isHash) || !isHash(leaf)) return false;
  let [at, last, node] = [index, size - 1, hashLeaf(leaf)];
  for (const sibling of path) {
    if (last === 0) return false;
    const isRight = at % 2 === 1;
    if (isRight || at === last) {
      node = hashNode(sibling, node);
      if (!isRight) [at, last] = skipZeros(at, last);
    } else node = hashNode(node, sibling);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && node === root;
}

export interface Growth {
  readonly from: { readonly size: number; readonly root: string };
  readonly to: { readonly size: number; readonly root: string };
  readonly path: readonly string[];
}

/** RFC 9162, section 2.1.4.2: does the larger tree begin with all leaves of the smaller one? */
export function isConsistent({ from, to, path }: Growth): boolean {
  if (!isPlace(from.size) || !isPlace(to.size) || from.size > to.size || !path.every(isHash)) return false;
  if (from.size === to.size) return path.length === 0 && from.root === to.root;
  if (from.size === 0) return path.length === 0 && from.root === emptyRoot;
  // A smaller tree that is a perfect subtree is not told again.
  const nodes = isPowerOfTwo(from.size) ? [from.root, ...path] : path;
  const [first, ...rest] = nodes;
  if (first === undefined) return false;
  let [at, last] = [from.size - 1, to.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [older, newer] = [first, first];
  for (const node of rest) {
    if (last === 0) return false;
    const isRight = at % 2 === 1;
    if (isRight || at === last) {
      [older, newer] = [hashNode(node, older), hashNode(node, newer)];
      if (!isRight) [at, last] = skipZeros(at, last);
    } else newer = hashNode(newer, node);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && older === from.root && newer === to.root;
}

/** A node without a sibling rises until it is somebody's right one. */
function skipZeros(at: number, last: number): [number, number] {
  let [place, end] = [at, last];
  while (place !== 0 && place % 2 === 0) [place, end] = [half(place), half(end)];
  return [place, end];
}

const half = (value: number): number => Math.floor(value / 2);
const isPowerOfTwo = (value: number): boolean => Number.isInteger(Math.log2(value));
const isPlace = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
