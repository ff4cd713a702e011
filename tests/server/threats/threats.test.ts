import { describe, expect, it } from 'vitest';
import { findFault } from '#support/guard-off.ts';
import { controls } from './controls.ts';
import { listThreatTests } from './listed-tests.ts';
import { threats } from './threats.ts';

const tests = listThreatTests();
const filesOf = (id: string): string[] => tests.filter(({ ids }) => ids.includes(id)).map(({ file }) => file);

describe('the table of threats', () => {
  it('has T1 to T31, each once', () => {
    expect(threats.map(({ id }) => id)).toEqual(Array.from({ length: 31 }, (_, index) => `T${index + 1}`));
  });

  it.each(threats)('$id is proven by a test and its control, or names the issue that will bring both', ({ id, state }) => {
    const proofs = { tests: filesOf(id).length, controls: controls.filter(({ threat }) => threat === id).length };
    if (state !== 'proven') return expect({ id, ...proofs }).toEqual({ id, tests: 0, controls: 0 });
    expect(proofs.tests, `a test whose name begins with «${id}: »`).toBeGreaterThan(0);
    expect(proofs.controls, `a row of ${id} in the controls`).toBeGreaterThan(0);
  });

  it.each(tests)('has a control of $ids for «$name» or another test of $file', ({ ids, file }) => {
    expect(controls.filter((control) => control.file === file && ids.includes(control.threat))).not.toEqual([]);
  });

  it('knows every id that a test names', () => {
    expect(tests.flatMap(({ ids }) => ids).filter((id) => !threats.some((threat) => threat.id === id))).toEqual([]);
  });
});

describe('a control', () => {
  it.each(controls)('of $threat finds what it switches off: $off', ({ patches }) => {
    expect(patches.map(findFault)).toEqual(patches.map(() => null));
  });

  it.each(controls)('of $threat belongs to a test that proves it: $test', ({ threat, file, test }) => {
    expect(filesOf(threat)).toContain(file);
    expect(test).toMatch(new RegExp(`(^|> |, )${threat}[:,]`));
  });
});
