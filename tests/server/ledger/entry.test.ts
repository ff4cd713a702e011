import { describe, expect, it } from 'vitest';
import { hashEntry, hashPlan, hashText, writeEntry, type Entry } from '#ledger/entry.ts';
import { issued, tenant } from './written-chain.ts';

// Vectors made with another implementation (Python's json and hashlib), so that two must agree.
const firstHash = '9cb0795a9406bba15ff6eb8d05efb1d5c61355aeff4936aac8346483dcd558d1';
const secondHash = '21ef0fcace753c78249ad2ee034ab2d5c125b2539ef6735a60e3863a1d698aaf';

const signed: Entry = {
  v: 1,
  tenant,
  seq: 2,
  prev: firstHash,
  type: 'plan.signed_with_objections',
  at: '2026-11-16T08:52:07.000Z',
  actor: { uid: '6', role: 'employee', sid: '0193b7f2-5a1c-7c3e-9d58-2f6a1b0c4e78', level: 'L1' },
  body: { version: 2, objections: 'План «Север» выше на 10 %' },
};

describe('an entry', () => {
  it('is written with sorted keys', () => {
    expect(writeEntry(issued)).toBe(
      '{"actor":{"level":"L1","role":"author","sid":"0193b7f2-5a1c-7c3e-9d58-2f6a1b0c4e77","uid":"2"},"at":"2026-11-09T06:05:00.000Z",' +
        '"body":{"month":"2026-11","planId":"0193b7f2-0000-7000-8000-000000000001","version":2},' +
        '"prev":"0000000000000000000000000000000000000000000000000000000000000000","seq":1,"tenant":"a223c6b3710f85df22e9377d6c4f7553","type":"plan.issued","v":1}',
    );
  });

  it('has the hash of its test vector, first and second in a chain', () => {
    expect(hashEntry(writeEntry(issued))).toBe(firstHash);
    expect(hashEntry(writeEntry(signed))).toBe(secondHash);
  });

  it('does not depend on the order in which it was put together', () => {
    const { v, body, ...rest } = issued;
    expect(
      writeEntry({ body: { version: body['version'] ?? 0, planId: body['planId'] ?? '', month: body['month'] ?? '' }, ...rest, v }),
    ).toBe(writeEntry(issued));
  });

  it('is refused with a sequence that JSON cannot carry', () => {
    expect(() => writeEntry({ ...issued, seq: 2 ** 53 })).toThrow(TypeError);
  });
});

describe('hashes of plans and texts', () => {
  it('have the values of their test vectors', () => {
    expect(hashPlan('{"schema":"plan/1","version":3}')).toBe('7a992ae82cb270a3d8b488cd0931171deafcc746c7f8e2d6dd0382b300857703');
    expect(hashText('План на декабрь 2026\n')).toBe('3952628cc3bfcd27ee91d1ef28f25a6cf8c8184f335f56a569da980e30375144');
  });
});
