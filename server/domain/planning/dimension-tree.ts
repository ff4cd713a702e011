import { listDimensions, toDimensionKey, type DimensionCode, type DimensionKey, type Dimensions } from './line-dimensions.ts';

/** Parents of values; what has none stands at the top. */
export interface DimensionTree {
  /** The value and everything above it, nearest first. */
  pathUp(value: string): readonly string[];
  /** The value and everything below it. */
  listUnder(value: string): readonly string[];
}

export type DimensionTrees = Readonly<Partial<Record<DimensionCode, DimensionTree>>>;

/** A tree from a map of parents; a ring in it ends where it begins. */
export function createDimensionTree(parents: ReadonlyMap<string, string>): DimensionTree {
  const children = new Map<string, string[]>();
  for (const [child, parent] of parents) {
    const known = children.get(parent);
    if (known === undefined) children.set(parent, [child]);
    else known.push(child);
  }
  return {
    pathUp: (value) => {
      const path = new Set<string>();
      for (let at: string | undefined = value; at !== undefined && !path.has(at); at = parents.get(at)) path.add(at);
      return [...path];
    },
    listUnder: (value) => {
      // A set can grow while it is walked and takes each value once.
      const found = new Set([value]);
      for (const at of found) for (const child of children.get(at) ?? []) found.add(child);
      return [...found];
    },
  };
}

/** A line counts a fact when the fact has, for each dimension of the line, its value or one below it. */
export function countsFact(line: Dimensions, fact: Dimensions, trees: DimensionTrees): boolean {
  return listDimensions(line).every(([code, planned]) => {
    const value = fact[code];
    return value !== undefined && (value === planned || (trees[code]?.pathUp(value).includes(planned) ?? false));
  });
}

/**
 * Keys of all lines that count a fact, for lines that name these sets of dimensions: a fact finds its lines
 * without asking each of them. `['product-section']` gives the section of the fact and every section above.
 */
export function keysOfFact(fact: Dimensions, shapes: readonly (readonly DimensionCode[])[], trees: DimensionTrees): DimensionKey[] {
  const found = shapes.flatMap((shape) => {
    let combinations: Dimensions[] = [{}];
    for (const code of shape) {
      const value = fact[code];
      const path = value === undefined ? [] : (trees[code]?.pathUp(value) ?? [value]);
      combinations = combinations.flatMap((known) => path.map((at) => ({ ...known, [code]: at })));
    }
    return combinations.map(toDimensionKey);
  });
  return [...new Set(found)];
}
