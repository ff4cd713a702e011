import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashEntry, noPrevious } from '#ledger/entry.ts';
import { verifyChain, type StoredEntry } from '#ledger/verify-chain.ts';
import { vectorKey, writeChain } from './written-chain.ts';

const chain = writeChain(8);
const [first] = chain;
const last = chain.at(-1);

/** Another character of the same alphabet at a place, so that the text stays of its kind. */
function otherCharacter(text: string, place: number, step: number, alphabet: string): string {
  const at = place % text.length;
  const index = alphabet.indexOf(text[at] ?? '');
  const replacement = alphabet[(index + 1 + (step % (alphabet.length - 1))) % alphabet.length] ?? '';
  return text.slice(0, at) + replacement + text.slice(at + 1);
}

const hex = '0123456789abcdef';
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** One bit of the entry's UTF-8 flipped, as a disk or an editor would. */
function flipBit(text: string, place: number, bit: number): string {
  const bytes = Buffer.from(text, 'utf8');
  const at = place % bytes.length;
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit % 8));
  return bytes.toString('utf8');
}

type Mutation = (entries: StoredEntry[], at: number, place: number, step: number) => StoredEntry[];

const changed = (entries: StoredEntry[], at: number, change: (entry: StoredEntry) => Partial<StoredEntry>): StoredEntry[] =>
  entries.map((entry, index) => (index === at ? { ...entry, ...change(entry) } : entry));

const mutations: Readonly<Record<string, Mutation>> = {
  'a bit of the entry': (entries, at, place, step) => changed(entries, at, (one) => ({ entry: flipBit(one.entry, place, step) })),
  'a changed entry with its hash made anew': (entries, at, place, step) =>
    changed(entries, at, (one) => {
      const entry = flipBit(one.entry, place, step);
      return { entry, entryHash: hashEntry(entry) };
    }),
  'a digit of the entry’s hash': (entries, at, place, step) =>
    changed(entries, at, (one) => ({ entryHash: otherCharacter(one.entryHash, place, step, hex) })),
  'a digit of the previous hash': (entries, at, place, step) =>
    changed(entries, at, (one) => ({ previousHash: otherCharacter(one.previousHash, place, step, hex) })),
  'a character of the seal': (entries, at, place, step) =>
    changed(entries, at, (one) => ({ seal: otherCharacter(one.seal, place, step, base64url) })),
  'the seal of another entry': (entries, at, place) =>
    changed(entries, at, () => ({ seal: entries[(at + 1 + (place % (entries.length - 1))) % entries.length]?.seal ?? '' })),
  'two rows swapped': (entries, at, place) => {
    const other = (at + 1 + (place % (entries.length - 1))) % entries.length;
    return entries
      .map((entry, index) => (index === at ? entries[other] : index === other ? entries[at] : entry))
      .filter((entry) => entry !== undefined);
  },
  'a row removed before the last': (entries, at) => entries.filter((_, index) => index !== at % (entries.length - 1)),
  'a row removed and the rest renumbered': (entries, at) =>
    entries.filter((_, index) => index !== at % (entries.length - 1)).map((entry, index) => ({ ...entry, sequence: BigInt(index + 1) })),
  'a row put in twice': (entries, at) => entries.flatMap((entry, index) => (index === at ? [entry, entry] : [entry])),
  'a row under another number': (entries, at, place) =>
    changed(entries, at, (one) => ({ sequence: one.sequence + 1n + BigInt(place % 5) })),
};

describe('a ledger', () => {
  it('that nobody touched is intact and tells its head', () => {
    expect(verifyChain(chain, vectorKey)).toEqual({ kind: 'intact', size: 8n, head: last?.entryHash });
    expect(verifyChain([], vectorKey)).toEqual({ kind: 'intact', size: 0n, head: noPrevious });
  });

  it('betrays each of 500 random changes', () => {
    const anyNumber = fc.nat({ max: 100_000 });
    const change = fc.tuple(fc.constantFrom(...Object.keys(mutations)), fc.nat({ max: chain.length - 1 }), anyNumber, anyNumber);
    fc.assert(
      fc.property(change, ([name, at, place, step]) => {
        const entries = mutations[name]?.(chain, at, place, step) ?? chain;
        expect(entries).not.toEqual(chain);
        expect(verifyChain(entries, vectorKey).kind).toBe('broken');
      }),
      { numRuns: 500 },
    );
  });

  it.each(Object.keys(mutations))('betrays %s wherever it happens', (name) => {
    for (const [at] of chain.entries()) {
      const verdicts = [0, 1, 5, 63, 85].map((place) => verifyChain(mutations[name]?.(chain, at, place, place) ?? chain, vectorKey).kind);
      expect(new Set(verdicts)).toEqual(new Set(['broken']));
    }
  });

  it('betrays a seal of which any single character was changed', () => {
    const single = writeChain(1);
    const places = Array.from({ length: 86 }, (_, place) => ({ place, step: place }));
    const lastCharacters = Array.from({ length: 63 }, (_, step) => ({ place: 85, step }));
    const unnoticed = [...places, ...lastCharacters].filter(({ place, step }) => {
      const entries = single.map((one) => ({ ...one, seal: otherCharacter(one.seal, place, step, base64url) }));
      return verifyChain(entries, vectorKey).kind === 'intact';
    });
    expect(unnoticed).toEqual([]);
  });

  it('says where it breaks and why', () => {
    const broken = (at: number, change: Partial<StoredEntry>) =>
      verifyChain(
        changed(chain, at, () => change),
        vectorKey,
      );
    expect(broken(4, { sequence: 9n })).toEqual({ kind: 'broken', sequence: 5n, reason: 'the sequence has a gap' });
    expect(broken(4, { previousHash: noPrevious })).toEqual({ kind: 'broken', sequence: 5n, reason: 'the previous hash does not match' });
    expect(broken(4, { entryHash: noPrevious })).toEqual({ kind: 'broken', sequence: 5n, reason: 'the content does not match its hash' });
    expect(broken(4, { seal: first?.seal ?? '' })).toEqual({ kind: 'broken', sequence: 5n, reason: 'the seal does not match' });
    expect(broken(4, { entry: 'no' })).toEqual({ kind: 'broken', sequence: 5n, reason: 'the entry is not JSON' });
  });

  it('betrays a rewritten history that was chained anew without the key of the seal', () => {
    let previousHash = noPrevious;
    const rewritten = chain.map((stored) => {
      const entry = stored.entry.replace('Север', 'Юг').replace(/"prev":"[0-9a-f]{64}"/, `"prev":"${previousHash}"`);
      const entryHash = hashEntry(entry);
      const row = { ...stored, entry, entryHash, previousHash };
      previousHash = entryHash;
      return row;
    });
    expect(verifyChain(rewritten, vectorKey)).toMatchObject({ kind: 'broken', sequence: 1n, reason: 'the seal does not match' });
  });

  it('betrays time that runs backwards, even when sealed', () => {
    const [one, two] = writeChain(2);
    if (one === undefined || two === undefined) throw new Error('the chain is too short');
    const entry = two.entry.replace('2026-11-09', '2026-11-08');
    const entryHash = hashEntry(entry);
    const verdict = verifyChain([one, { ...two, entry, entryHash, seal: vectorKey.seal(entryHash) }], vectorKey);
    expect(verdict).toEqual({ kind: 'broken', sequence: 2n, reason: 'the time runs backwards' });
  });

  it('cut off at its end looks intact: without an anchor outside, missing last entries are NOT detected', () => {
    expect(verifyChain(chain.slice(0, 5), vectorKey)).toEqual({ kind: 'intact', size: 5n, head: chain[4]?.entryHash });
  });
});
