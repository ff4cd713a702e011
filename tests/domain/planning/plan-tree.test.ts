import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { department, member, smallTeam } from '../generated-facts.ts';
import { createTeam } from '#domain/team.ts';
import { createPlanTree, planTreeOf } from '#domain/planning/plan-tree.ts';

describe('the tree of a plan', () => {
  it('is the company with its departments and people; the only top department stands for the company', () => {
    const tree = planTreeOf(smallTeam);
    expect(tree.childrenOf('company')).toEqual(['department:2', 'department:3', 'person:10']);
    expect(tree.childrenOf('department:3')).toEqual(['department:4', 'person:30']);
    expect(tree.parentOf('person:41')).toBe('department:4');
    expect(tree.rows.indexOf('department:4')).toBeGreaterThan(tree.rows.indexOf('department:3'));
  });

  it('keeps several top departments apart, and people without a home under the company', () => {
    const tree = planTreeOf(createTeam([department(1, null), department(2, null)], [member(10, 1), member(20, 2), member(30, 9)]));
    expect(tree.childrenOf('company')).toEqual(['department:1', 'department:2', 'person:30']);
  });

  it('leaves out departments where nobody is planned, and keeps a leaver who has lines', () => {
    const left = { ...member(21, 2), isActive: false };
    const team = createTeam([department(1, null), department(2, 1), department(3, 1), department(4, 3)], [member(10, 1), left]);
    expect(planTreeOf(team).rows).toEqual(['company', 'person:10']);
    expect(planTreeOf(team, new Set([21n, 99n])).rows.toSorted()).toEqual([
      'company',
      'department:2',
      'person:10',
      'person:21',
      'person:99',
    ]);
  });

  it('keeps departments that stand in a ring under the company', () => {
    const tree = planTreeOf(
      createTeam([department(1, null), department(2, 3), department(3, 2)], [member(10, 1), member(20, 2), member(30, 3)]),
    );
    expect(tree.childrenOf('company').toSorted()).toEqual(['department:2', 'department:3', 'person:10']);
    expect(tree.childrenOf('department:2')).toEqual(['person:20']);
  });

  it('holds every row once, parents first, whatever is said of them', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    fc.assert(
      fc.property(fc.array(fc.record({ row: name, parent: fc.option(fc.oneof(name, fc.constant('unknown'))) })), (links) => {
        const { rows, parentOf, childrenOf } = createPlanTree(links);
        expect(rows.toSorted()).toEqual([...new Set(links.map(({ row }) => row))].toSorted());
        for (const [at, row] of rows.entries()) {
          const parent = parentOf(row);
          if (parent !== null) expect(rows.indexOf(parent)).toBeLessThan(at);
          for (const child of childrenOf(row)) expect(parentOf(child)).toBe(row);
        }
      }),
    );
  });
});
