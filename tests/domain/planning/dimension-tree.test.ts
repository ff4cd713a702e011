import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsFact, createDimensionTree, keysOfFact, type DimensionTrees } from '#domain/planning/dimension-tree.ts';
import { toDimensionKey, type DimensionCode, type Dimensions } from '#domain/planning/line-dimensions.ts';

/** СИЗ: gloves and helmets, winter gloves below gloves. */
const sections = createDimensionTree(
  new Map([
    ['gloves', 'ppe'],
    ['helmets', 'ppe'],
    ['winter-gloves', 'gloves'],
  ]),
);
const trees: DimensionTrees = { 'product-section': sections };

describe('trees of dimension values', () => {
  it('list what stands below and above', () => {
    expect(sections.listUnder('ppe').toSorted()).toEqual(['gloves', 'helmets', 'ppe', 'winter-gloves']);
    expect(sections.pathUp('winter-gloves')).toEqual(['winter-gloves', 'gloves', 'ppe']);
    expect(sections.listUnder('unknown')).toEqual(['unknown']);
  });

  it('end where they began, whatever the data', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name)), (pairs) => {
        const tree = createDimensionTree(new Map(pairs));
        for (const one of 'abcde') {
          for (const other of tree.pathUp(one)) expect(tree.listUnder(other)).toContain(one);
          for (const below of tree.listUnder(one)) expect(tree.pathUp(below)).toContain(one);
        }
      }),
    );
  });
});

describe('a plan on a parent', () => {
  it('counts the facts of everything below it', () => {
    const plan: Dimensions = { 'product-section': 'ppe' };
    const facts = ['ppe', 'gloves', 'winter-gloves', 'helmets', 'paper'].map((section): Dimensions => ({ 'product-section': section }));
    expect(facts.map((fact) => countsFact(plan, fact, trees))).toEqual([true, true, true, true, false]);
    expect(countsFact({ 'product-section': 'winter-gloves' }, { 'product-section': 'gloves' }, trees)).toBe(false);
  });

  it('counts a fact only when each of its dimensions agrees', () => {
    const fact: Dimensions = { 'product-section': 'winter-gloves', brand: 'Исток' };
    expect(countsFact({ 'product-section': 'ppe', brand: 'Исток' }, fact, trees)).toBe(true);
    expect(countsFact({ 'product-section': 'ppe', brand: 'Север' }, fact, trees)).toBe(false);
    expect(countsFact({ client: 'company:1' }, fact, trees)).toBe(false);
    expect(countsFact({}, fact, trees)).toBe(true);
  });

  it('is found by the fact itself, the same as by asking every line', () => {
    const section = fc.constantFrom('ppe', 'gloves', 'helmets', 'winter-gloves', 'paper');
    const given = fc.record(
      { 'product-section': section, brand: fc.constantFrom('A', 'B') },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Dimensions>;
    fc.assert(
      fc.property(fc.array(given), given, (lines, fact) => {
        const shapes = lines.map((line) => Object.keys(line) as DimensionCode[]);
        const keys = keysOfFact(fact, shapes, trees);
        for (const line of lines) expect(keys.includes(toDimensionKey(line))).toBe(countsFact(line, fact, trees));
      }),
    );
  });
});
