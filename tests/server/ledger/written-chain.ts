import { hashEntry, noPrevious, writeEntry, type Entry } from '#ledger/entry.ts';
import { readSealKey } from '#ledger/seal.ts';
import type { StoredEntry } from '#ledger/verify-chain.ts';

/** The private key of RFC 8032, section 7.1, test 1: for test vectors only. */
export const vectorKey = readSealKey(`-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----
`);

export const tenant = 'a223c6b3710f85df22e9377d6c4f7553';

export const issued: Entry = {
  v: 1,
  tenant,
  seq: 1,
  prev: noPrevious,
  type: 'plan.issued',
  at: '2026-11-09T06:05:00.000Z',
  actor: { uid: '2', role: 'author', sid: '0193b7f2-5a1c-7c3e-9d58-2f6a1b0c4e77', level: 'L1' },
  body: { planId: '0193b7f2-0000-7000-8000-000000000001', version: 2, month: '2026-11' },
};

/** A sealed chain of so many entries, one a minute, with words of people in them. */
export function writeChain(length: number): StoredEntry[] {
  const chain: StoredEntry[] = [];
  let previousHash = noPrevious;
  for (let seq = 1; seq <= length; seq += 1) {
    const at = new Date(Date.parse('2026-11-09T06:05:00.000Z') + seq * 60_000).toISOString();
    const body = { version: seq, objections: `План «Север» № ${seq}` };
    const entry = writeEntry({ ...issued, seq, prev: previousHash, at, body });
    const entryHash = hashEntry(entry);
    chain.push({ sequence: BigInt(seq), entry, entryHash, previousHash, seal: vectorKey.seal(entryHash) });
    previousHash = entryHash;
  }
  return chain;
}
