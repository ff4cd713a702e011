import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTree, emptyRoot, growFrontier, hashLeaf, pathOfLast, rootOf, toFrontier, type Frontier } from '#ledger/merkle-tree.ts';
import { isConsistent, isIncluded } from '#ledger/verify-proof.ts';
import { vectors } from './vectors.ts';

const hash = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
const manyLeaves = fc.array(hash, { minLength: 1, maxLength: 70 });
const placeIn = (leaves: readonly string[]) =>
  fc.record({ leaves: fc.constant(leaves), one: fc.nat(leaves.length - 1), other: fc.nat(leaves.length - 1) });
const places = manyLeaves.chain(placeIn);
const flip = (text: string): string => (text.startsWith('0') ? `1${text.slice(1)}` : `0${text.slice(1)}`);

describe('a Merkle tree', () => {
  it('has the roots of the reference vectors of RFC 6962 at every size', () => {
    const { leaves, roots } = vectors.rfc6962;
    expect(emptyRoot).toBe(roots[0]);
    const tree = createTree(leaves);
    expect(leaves.map((_, index) => tree.rootAt(index + 1))).toEqual(roots.slice(1));
  });

  it('grows leaf by leaf to the root that all leaves together give, and needs the frontier alone', () => {
    fc.assert(
      fc.property(manyLeaves, (leaves) => {
        const tree = createTree(leaves);
        let frontier: Frontier = [];
        for (const [size, leaf] of leaves.entries()) {
          const before = frontier;
          frontier = growFrontier(frontier, size, leaf);
          expect(rootOf(frontier)).toBe(tree.rootAt(size + 1));
          expect(pathOfLast(before)).toEqual(tree.inclusion(size, size + 1));
        }
        expect(toFrontier(leaves)).toEqual(frontier);
        expect(frontier.length).toBeLessThanOrEqual(Math.ceil(Math.log2(leaves.length + 1)));
      }),
    );
  });

  it('proves every leaf in every size that has it, and no other leaf, place, size or root', () => {
    fc.assert(
      fc.property(places, hash, ({ leaves, one, other }, stranger) => {
        const [index, size] = [Math.min(one, other), Math.max(one, other) + 1];
        const tree = createTree(leaves);
        const leaf = leaves[index] ?? '';
        const path = tree.inclusion(index, size);
        const root = tree.rootAt(size);
        const proof = { leaf, index, size, path };
        expect(isIncluded(proof, root)).toBe(true);
        expect(isIncluded({ ...proof, leaf: stranger }, root)).toBe(stranger === leaf);
        expect(isIncluded(proof, flip(root))).toBe(false);
        expect(isIncluded({ ...proof, path: [...path, stranger] }, root)).toBe(false);
        expect(isIncluded({ ...proof, index: size }, root)).toBe(false);
        if (path.length > 0) {
          expect(isIncluded({ ...proof, path: path.slice(1) }, root)).toBe(false);
          expect(isIncluded({ ...proof, path: path.with(0, flip(path[0] ?? '')) }, root)).toBe(false);
          expect(isIncluded({ ...proof, index: index === 0 ? 1 : index - 1 }, root)).toBe(
            leaves[index === 0 ? 1 : index - 1] === leaf && isSame(tree, index, size),
          );
        }
      }),
    );
  });

  it('proves that it only grew between any two sizes, and finds a history that was rewritten', () => {
    fc.assert(
      fc.property(places, ({ leaves, one, other }) => {
        const [from, to] = [Math.min(one, other) + 1, Math.max(one, other) + 1];
        const tree = createTree(leaves);
        const path = tree.consistency(from, to);
        const growth = { from: { size: from, root: tree.rootAt(from) }, to: { size: to, root: tree.rootAt(to) }, path };
        expect(isConsistent(growth)).toBe(true);
        const rewritten = createTree(leaves.with(one % from, flip(leaves[one % from] ?? '')));
        const other2 = { size: to, root: rewritten.rootAt(to) };
        expect(isConsistent({ ...growth, to: other2 })).toBe(false);
        expect(isConsistent({ ...growth, to: other2, path: rewritten.consistency(from, to) })).toBe(false);
        expect(isConsistent({ ...growth, from: { size: from, root: flip(growth.from.root) } })).toBe(false);
        expect(isConsistent({ ...growth, path: [...path, growth.to.root] })).toBe(false);
        if (path.length > 0) expect(isConsistent({ ...growth, path: path.slice(0, -1) })).toBe(false);
      }),
    );
  });

  it('keeps leaves and nodes apart: a node cannot pass for a leaf', () => {
    const [left = '', right = ''] = vectors.rfc6962.leaves;
    const pair = hashLeaf(left) + hashLeaf(right);
    expect(hashLeaf(pair)).not.toBe(createTree([left, right]).root);
  });

  it('names places that it does not have', () => {
    const tree = createTree(['00'.repeat(32)]);
    expect(() => tree.rootAt(2)).toThrow('no place 2');
    expect(() => tree.inclusion(1)).toThrow('no place 1');
    expect(() => tree.inclusion(0, 0)).toThrow('no place 0');
    expect(() => tree.consistency(2, 1)).toThrow('no place 2');
    expect(tree.consistency(0)).toEqual([]);
  });
});

/** Two equal leaves side by side have one path. */
function isSame(tree: ReturnType<typeof createTree>, index: number, size: number): boolean {
  const other = index === 0 ? 1 : index - 1;
  return JSON.stringify(tree.inclusion(other, size)) === JSON.stringify(tree.inclusion(index, size));
}
