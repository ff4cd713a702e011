import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noPrevious, type Entry } from '#ledger/entry.ts';
import { sealNext, type Head, type SealedEntry } from '#ledger/next-entry.ts';
import { verifyChain } from '#ledger/verify-chain.ts';
import { issued, tenant, vectorKey } from './written-chain.ts';

const begin = Date.parse('2026-11-09T06:05:00.000Z');
const hour = 3_600_000;

/** A ledger written while the clock says these times, one entry each. */
function writeAt(times: readonly number[]): SealedEntry[] {
  const entries: SealedEntry[] = [];
  let head: Head = { sequence: 0n, entryHash: noPrevious, at: new Date(begin), frontier: [] };
  for (const [version, time] of times.entries()) {
    const act = { tenant, type: 'plan.signed', actor: issued.actor, body: { version }, now: new Date(time) } as const;
    const entry = sealNext(head, act, vectorKey);
    entries.push(entry);
    head = entry;
  }
  return entries;
}

const fieldsOf = ({ entry }: SealedEntry): Entry => JSON.parse(entry) as Entry;

describe('T20: a ledger whose clock is set back or ahead', () => {
  it('keeps the order of what was written, by an hour or by a step, and verifies', () => {
    const shifts = fc.array(fc.integer({ min: -hour, max: hour }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(shifts, (all) => {
        const entries = writeAt(all.map((shift, index) => begin + index * 1000 + shift));
        const times = entries.map((entry) => fieldsOf(entry).at);
        expect(times.toSorted()).toEqual(times);
        expect(verifyChain(entries, vectorKey).kind).toBe('intact');
      }),
      { numRuns: 40 },
    );
  });

  it('writes down what the clock said when it was more than two minutes behind', () => {
    const [, close, far, ahead] = writeAt([begin + hour, begin + hour - 120_000, begin, begin + 2 * hour]).map(fieldsOf);
    expect(close).not.toHaveProperty('clock');
    expect(far).toMatchObject({ at: new Date(begin + hour).toISOString(), clock: new Date(begin).toISOString() });
    expect(ahead).not.toHaveProperty('clock');
  });
});
