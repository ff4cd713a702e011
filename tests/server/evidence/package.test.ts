import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getSheet, type Receipt } from '#contract/acknowledgement.ts';
import { recordPaper, replyToSheet, saveBreakdown } from '#contract/sheet-acts.ts';
import { getSigningPin, setSigningPin } from '#contract/signing-pin.ts';
import { publishRoot } from '#jobs/publish-root.ts';
import { createKeyRing } from '#kernel/key-ring.ts';
import { hashEntry, noPrevious } from '#ledger/entry.ts';
import { growFrontier, rootOf, type Frontier } from '#ledger/merkle-tree.ts';
import { sealNext, type Head } from '#ledger/next-entry.ts';
import { sealTreeHead } from '#ledger/tree-head.ts';
import { writeJournalLine } from '#store/journal-line.ts';
import { listLedgerEntries } from '#store/ledger.ts';
import { startTestService, type InstalledPortal, type TestService } from '#support/installed-portal.ts';
import type { Person } from '#support/person.ts';
import { unzipSync } from 'fflate';
import * as verifier from '../../../server/ledger/verifier/verify.mjs';
import { companyOfTwoTeams } from '../http/company-of-two-teams.ts';
import { chooseBy } from '../threats/seeded-choice.ts';
import { journalClasses, ledgerClasses, packageClasses, type Evidence, type MutationClass } from './mutations.ts';
import { download, publish, signed, sheetOf } from './signed-sheets.ts';
import { tellProgress } from './tell-progress.ts';

const mutations = Number(process.env['SIGNING_MUTATIONS'] ?? 300);
const seed = Number(process.env['SIGNING_SEED'] ?? 1);
const month = '2026-12';
/** Of the test that needs people with everything that can stand beside an answer. */
const beside = '2027-02';
const company = companyOfTwoTeams();
const { people } = company;
let service: TestService;
let portal: InstalledPortal;
let head: Person;
let employee: Person;
let receipt: Receipt;
let archive: Uint8Array;
let evidence: Evidence;

const read = (bytes: Uint8Array): Map<string, Uint8Array> => new Map(Object.entries(unzipSync(bytes)));
const textOf = (name: string): string => Buffer.from(evidence.files.get(name) ?? []).toString();
const publicJson = async (path: string): Promise<unknown> => (await fetch(`${service.appUrl}${path}`)).json();

beforeAll(async () => {
  await verifier.useNodeCrypto();
  service = await startTestService({ portals: 1 });
  portal = await service.installPortal(company.data);
  [head, employee] = await Promise.all([portal.open(people.head), portal.open(people.employee)]);
  await publish(head, month, [people.employee, people.colleague]);
  await signed(await portal.open(people.colleague), month, people.colleague);
  receipt = await signed(employee, month, people.employee, { decision: 'signed-with-objections', text: 'Не учтён уход «Север»' });
  const businessClock = () => service.clock.now;
  await publishRoot({ store: service.store, sealKeys: createKeyRing(() => [service.keys.seal]), businessClock });
  await publish(head, month, [people.employee], 1);
  archive = await download(employee, month, people.employee);
  // What was written meanwhile stands in the journal only behind the answer that tells of it.
  await employee.call(getSheet, sheetOf(month, people.employee));
  evidence = {
    files: read(archive),
    journal: await readFile(service.journalFile, 'utf8'),
    rows: await portal.transaction((tx) => listLedgerEntries(tx)),
    keys: await publicJson('/.well-known/kurs-seal-keys.json'),
    sealKey: service.keys.seal,
    receipt: receipt.proof,
  };
});
afterAll(() => service.stop());

describe('T21: the evidence of a signed plan', () => {
  it('verifies as a whole, and complete up to the receipt that the signer holds', () => {
    const alone = verifier.verifyPackage(evidence.files, { keys: evidence.keys });
    expect([alone.code, alone.en]).toEqual([0, expect.stringContaining('completeness NOT proven')]);
    const anchored = verifier.verifyPackage(evidence.files, { keys: evidence.keys, anchor: receipt.proof });
    expect(anchored.findings.filter(({ kind }) => !['good', 'note'].includes(kind))).toEqual([]);
    expect([anchored.code, anchored.isAnchored]).toEqual([0, true]);
  });

  it('says who answered what, to which words, how surely, who issued it, and that a later version came', () => {
    const { findings } = verifier.verifyPackage(evidence.files, { keys: evidence.keys });
    const words = findings.map(({ en }) => en).join('\n');
    expect(words).toContain(`the plan was signed with objections: person ${people.employee}, ${receipt.level}, ${receipt.at}`);
    expect(words).toContain('version 2 was issued later');
    expect(textOf('decision.txt')).toBe('Не учтён уход «Север»');
    expect(JSON.parse(textOf('circumstances.json'))).toMatchObject({ address: '127.0.0.1', userAgent: 'node' });
    expect(textOf('plan.txt')).toContain('Анна Проба');
    const { entries } = JSON.parse(textOf('entries.json')) as { entries: { entry: string }[] };
    const types = entries.map(({ entry }) => (JSON.parse(entry) as { type: string }).type);
    expect(types).toEqual(['plan.issued', 'plan.viewed', 'plan.read', 'plan.signed_with_objections', 'plan.issued', 'export.made']);
    expect(textOf('entries.json')).not.toContain(`"employee\\":\\"${people.colleague}`);
  });

  it('proves that the ledger was part of the public root of that day, which names no portal', async () => {
    const { roots } = (await publicJson('/.well-known/kurs-roots.json')) as { roots: { day: string; root: string }[] };
    expect(roots).toHaveLength(1);
    expect(verifier.verifyPackage(evidence.files, { keys: evidence.keys, anchor: roots[0] }).code).toBe(0);
    expect(verifier.verifyPackage(evidence.files, { keys: evidence.keys, anchor: { ...roots[0], root: 'a'.repeat(64) } }).code).toBe(1);
    expect(JSON.stringify(roots)).not.toContain(portal.memberId);
  });

  it('holds the breakdown, the reply, the agreement and the names behind an act on paper, each bound to its entry', async () => {
    const colleague = await portal.open(people.colleague);
    await publish(head, beside, [people.colleague, people.employee]);
    const { agreement } = await colleague.call(getSigningPin, {});
    await colleague.call(setSigningPin, { pin: '702418', agreementHash: agreement.hash });
    const { weeks } = await colleague.call(getSheet, sheetOf(beside, people.colleague));
    await colleague.call(saveBreakdown, {
      ...sheetOf(beside, people.colleague),
      weeks: weeks.map(({ from, to, value }) => ({ from, to, value })),
      clients: [],
    });
    await signed(colleague, beside, people.colleague, { decision: 'signed-with-objections', text: 'Много' });
    await head.call(replyToSheet, { ...sheetOf(beside, people.colleague), text: 'Обсудим' });
    await head.call(recordPaper, { ...sheetOf(beside, people.employee), scanSha256: 'a'.repeat(64), witnesses: ['Анна Ко', 'Пётр Ли'] });
    const own = read(await download(colleague, beside, people.colleague));
    const paper = read(await download(head, beside, people.employee));
    expect(verifier.verifyPackage(own).code).toBe(0);
    expect(Buffer.from(own.get('reply.txt') ?? []).toString()).toBe('Обсудим');
    expect(Buffer.from(own.get('agreement.txt') ?? []).toString()).toBe(agreement.text);
    const told = verifier.verifyPackage(paper);
    expect([told.code, told.findings.map(({ en }) => en).join()]).toEqual([
      0,
      expect.stringContaining('acquainted on paper: Анна Ко, Пётр Ли'),
    ]);
    // Without the manifest, so that only the entry gives the change away.
    const changed = (files: Map<string, Uint8Array>, name: string, from: string, to: string) => {
      const others = new Map([...files].filter(([one]) => one !== 'manifest.json'));
      return verifier.verifyPackage(
        others.set(
          name,
          Buffer.from(
            Buffer.from(files.get(name) ?? [])
              .toString()
              .replace(from, to),
          ),
        ),
      ).code;
    };
    expect(changed(own, 'breakdown.json', '0.00', '1.00')).toBe(1);
    expect(changed(own, 'reply.txt', 'Об', 'О')).toBe(1);
    expect(changed(own, 'circumstances.json', '127.0.0.1', '10.0.0.1')).toBe(1);
    expect(changed(own, 'agreement.txt', '63', '64')).toBe(1);
    expect(changed(paper, 'pii.json', 'Пётр', 'Иван')).toBe(1);
    for (const name of ['breakdown.json', 'reply.txt', 'agreement.txt', 'circumstances.json']) {
      const left = new Map([...own].filter(([one]) => one !== name && one !== 'manifest.json'));
      expect(verifier.verifyPackage(left).findings.map(({ en }) => en)).toContain(`the file ${name} is missing`);
    }
  });

  it('is verified by the program in the package alone, with its exit codes', { timeout: 120_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kurs-package-'));
    const run = (...args: string[]) => {
      const { status, stdout } = spawnSync(process.execPath, [join(folder, 'verify.mjs'), ...args, '--lang', 'ru'], { encoding: 'utf8' });
      return { status, last: stdout.trim().split('\n').at(-1) };
    };
    try {
      await mkdir(join(folder, 'unpacked'));
      for (const [name, bytes] of evidence.files) await writeFile(join(folder, 'unpacked', name), bytes);
      await writeFile(join(folder, 'verify.mjs'), evidence.files.get('verify.mjs') ?? '');
      await writeFile(join(folder, 'evidence.zip'), archive);
      await writeFile(join(folder, 'receipt.json'), JSON.stringify(receipt.proof));
      await writeFile(join(folder, 'keys.json'), JSON.stringify(evidence.keys));
      await writeFile(join(folder, 'cut.zip'), archive.slice(0, -100));
      await writeFile(join(folder, 'evidence.ndjson'), evidence.journal);
      const [zip, unpacked, anchor] = [join(folder, 'evidence.zip'), join(folder, 'unpacked'), join(folder, 'receipt.json')];
      expect(run(zip, '--anchor', anchor)).toMatchObject({ status: 0, last: expect.stringContaining('полнота подтверждена') as string });
      expect(run(unpacked)).toMatchObject({ status: 0, last: expect.stringContaining('полнота НЕ доказана') as string });
      expect(run(join(folder, 'evidence.ndjson'), '--keys', join(folder, 'keys.json'), '--anchor', anchor).status).toBe(0);
      expect(run(join(folder, 'cut.zip')).status).toBe(2);
      expect(run(zip, '--key', '0123456789abcdef').status).toBe(3);
      await writeFile(join(unpacked, 'plan.txt'), 'Другой план');
      expect(run(unpacked)).toMatchObject({ status: 1, last: expect.stringContaining('изменены') as string });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('unpacks in a browser too, whatever tool has packed it', async () => {
    const files = await verifier.readZip(archive, (bytes) => new Uint8Array(inflateRawSync(bytes)));
    expect([...(files ?? [])].map(([name, bytes]) => [name, Buffer.from(bytes).toString('hex')])).toEqual(
      [...evidence.files].map(([name, bytes]) => [name, Buffer.from(bytes).toString('hex')]),
    );
    expect(await verifier.readZip(archive.slice(0, 1000), (bytes) => bytes)).toBeUndefined();
  });
});

describe('T23: evidence that was changed', () => {
  it(
    `is found in each of ${mutations} random mutations of ledger, journal and package, with the exit code of its class`,
    { timeout: 0 },
    async () => {
      const classes: readonly MutationClass[] = [...packageClasses([...evidence.files.keys()]), ...journalClasses, ...ledgerClasses];
      const counts = new Map<string, number>();
      const missed: string[] = [];
      for (let round = 0; round < mutations; round += 1) {
        // The runner waits for a sign of life.
        if (round % 50 === 0) await nextTurn();
        tellProgress('mutations', round, mutations);
        const { name, codes, run } = classes[round % classes.length] as MutationClass;
        const code = run(evidence, chooseBy(seed * 100_003 + round));
        counts.set(name, (counts.get(name) ?? 0) + 1);
        if (!codes.includes(code)) missed.push(`${name}: ${code}, seed ${seed}, round ${round}`);
      }
      if (mutations > 300) for (const [name, count] of counts) console.log(`${String(count).padStart(6)}  ${name}`);
      expect(counts.size).toBe(Math.min(classes.length, mutations));
      expect(missed).toEqual([]);
    },
  );

  it('is found in the bytes of the archive, or the files in it are the same', { timeout: 0 }, async () => {
    let same = 0;
    const missed: number[] = [];
    const rounds = Math.max(40, Math.floor(mutations / 10));
    for (let round = 0; round < rounds; round += 1) {
      tellProgress('bits of the archive', round, rounds);
      const choice = chooseBy(seed * 70_001 + round);
      const [at, bit] = [choice.below(archive.length), choice.below(8)];
      const bytes = archive.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte));
      const files = await verifier.readZip(bytes, (packed) => new Uint8Array(inflateRawSync(packed)));
      if (files !== undefined && isSame(files)) same += 1;
      else if (files !== undefined && verifier.verifyPackage(files, { keys: evidence.keys }).code === 0) missed.push(round);
    }
    if (mutations > 300)
      console.log(`${String(rounds).padStart(6)}  archive: a bit of its bytes (${same} of them in bytes that say nothing)`);
    expect(missed).toEqual([]);
  });

  const isSame = (files: ReadonlyMap<string, Uint8Array>): boolean =>
    files.size === evidence.files.size &&
    [...files].every(([name, bytes]) => Buffer.compare(bytes, evidence.files.get(name) ?? new Uint8Array()) === 0);

  it('cut off at its end is found with a receipt, and without one is said not to be proven complete', () => {
    const lines = evidence.journal.trimEnd().split('\n');
    const cut = lines
      .slice(0, receipt.sequence - 1)
      .map((line) => `${line}\n`)
      .join('');
    const asked = { keys: evidence.keys };
    expect(verifier.verifyJournal(cut, asked)).toMatchObject({ code: 0, en: expect.stringContaining('NOT proven') as string });
    expect(verifier.verifyJournal(cut, { ...asked, anchor: receipt.proof }).code).toBe(2);
    expect(verifier.verifyJournal(cut, { ...asked, anchor: { size: lines.length, root: receipt.proof?.treeHead.root } }).code).toBe(2);
  });

  it('rewritten as a whole with the key of the seal is found with a receipt, and with nothing else', () => {
    const rewritten = rewrite(evidence.rows.map(({ entry }) => entry.replace(`"uid":"${people.head}"`, '"uid":"999"')));
    const asked = { keys: evidence.keys };
    expect(verifier.verifyJournal(rewritten, asked).code).toBe(0);
    expect(verifier.verifyJournal(rewritten, { ...asked, anchor: receipt.proof }).code).toBe(1);
  });
});

/** The whole history sealed anew by whoever holds the key. */
function rewrite(entries: readonly string[]): string {
  let before: Head = { sequence: 0n, entryHash: noPrevious, at: new Date(0), frontier: [] };
  let frontier: Frontier = [];
  const lines: string[] = [];
  for (const written of entries) {
    const { type, at, actor, body, tenant } = JSON.parse(written) as {
      type: 'plan.issued';
      at: string;
      actor: never;
      body: never;
      tenant: string;
    };
    const next = sealNext(before, { tenant, type, actor, body, now: new Date(at) }, service.keys.seal);
    expect(hashEntry(next.entry)).toBe(next.entryHash);
    frontier = growFrontier(frontier, Number(before.sequence), next.entryHash);
    const sealed = sealTreeHead(
      { tenant, size: Number(next.sequence), root: rootOf(frontier), at: next.at.toISOString() },
      service.keys.seal,
    );
    lines.push(
      writeJournalLine({
        ...{ tenant, seq: Number(next.sequence), entry: next.entry, hash: next.entryHash, seal: next.seal, kid: next.sealKeyId },
        ...{ root: sealed.root, headSeal: sealed.seal, signature: null },
      }),
    );
    before = { sequence: next.sequence, entryHash: next.entryHash, at: next.at, frontier };
  }
  return lines.map((line) => `${line}\n`).join('');
}
