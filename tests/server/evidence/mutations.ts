import { createHash } from 'node:crypto';
import { hashEntry } from '#ledger/entry.ts';
import type { SealVerifier } from '#ledger/seal.ts';
import { verifyChain, type StoredEntry } from '#ledger/verify-chain.ts';
import * as verifier from '../../../server/ledger/verifier/verify.mjs';
import type { Choice } from '../threats/seeded-choice.ts';

/** What a mutation is made of; each changes bytes and seals nothing anew. */
export interface Evidence {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly journal: string;
  readonly rows: readonly StoredEntry[];
  readonly keys: unknown;
  readonly sealKey: SealVerifier;
  readonly receipt: unknown;
}

/** One kind of change, and the exit codes that name it; `run` answers with the code that was given. */
export interface MutationClass {
  readonly name: string;
  readonly codes: readonly number[];
  readonly run: (evidence: Evidence, choice: Choice) => number;
}

const evidenceFiles = ['entries.json', 'proofs.json', 'plan.json', 'plan.txt', 'decision.txt', 'circumstances.json'] as const;

const packageCode = ({ keys }: Evidence, files: ReadonlyMap<string, Uint8Array>, anchor?: unknown): number =>
  verifier.verifyPackage(files, { keys, anchor }).code;
const journalCode = ({ keys }: Evidence, text: string, anchor?: unknown): number => verifier.verifyJournal(text, { keys, anchor }).code;
/** The verifier of the service says no numbers: broken is 1. */
const ledgerCode = ({ sealKey }: Evidence, rows: readonly StoredEntry[]): number => (verifyChain(rows, sealKey).kind === 'intact' ? 0 : 1);

function flipBit(bytes: Uint8Array, choice: Choice): Uint8Array {
  const [at, bit] = [choice.below(bytes.length), choice.below(8)];
  return bytes.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte));
}

const flipText = (text: string, choice: Choice): string => Buffer.from(flipBit(Buffer.from(text), choice)).toString('latin1');

function withFile(evidence: Evidence, name: string, bytes: Uint8Array): Map<string, Uint8Array> {
  return new Map(evidence.files).set(name, bytes);
}

function without(evidence: Evidence, ...names: readonly string[]): Map<string, Uint8Array> {
  return new Map([...evidence.files].filter(([name]) => !names.includes(name)));
}

const bytesOf = (evidence: Evidence, name: string): Uint8Array => evidence.files.get(name) ?? new Uint8Array();

interface PackedEntries {
  readonly entries: readonly { readonly seq: number }[];
}

/** The list of entries changed as a list, without the manifest, which would give it away. */
function withEntries(evidence: Evidence, change: (entries: PackedEntries['entries']) => PackedEntries['entries']): Map<string, Uint8Array> {
  const document = JSON.parse(Buffer.from(bytesOf(evidence, 'entries.json')).toString()) as PackedEntries;
  const files = without(evidence, 'manifest.json');
  return files.set('entries.json', Buffer.from(JSON.stringify({ ...document, entries: change(document.entries) })));
}

const swap = <Item>(items: readonly Item[], one: number, other: number): Item[] =>
  items.map((item, index) => (index === one ? items[other] : index === other ? items[one] : item) as Item);

const linesOf = (evidence: Evidence): string[] => evidence.journal.trimEnd().split('\n');
const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** A field of a line changed, and the sum that anybody can make over it. */
function changeLine(line: string, field: 'entry' | 'hash' | 'seal' | 'root' | 'headSeal' | 'seq', choice: Choice): string {
  const { sum: _sum, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const value = fields[field];
  const changed = typeof value === 'number' ? value + 1 + choice.below(5) : otherLetter(String(value), choice);
  const whole = { ...fields, [field]: changed };
  const sum = createHash('sha256').update('kurs/journal/v1\0').update(JSON.stringify(whole)).digest('hex');
  return JSON.stringify({ ...whole, sum });
}

function otherLetter(text: string, choice: Choice): string {
  const at = choice.below(text.length);
  const letter = text[at] === '0' ? '1' : '0';
  return text.slice(0, at) + letter + text.slice(at + 1);
}

const fileOf = (name: string): MutationClass => ({
  name: `package: a bit of ${name}`,
  codes: name === 'manifest.json' ? [1, 3] : [1],
  run: (evidence, choice) => packageCode(evidence, withFile(evidence, name, flipBit(bytesOf(evidence, name), choice))),
});

const bareFileOf = (name: string): MutationClass => ({
  name: `package: a bit of ${name}, and the manifest is gone`,
  codes: name === 'proofs.json' || name === 'entries.json' ? [1, 2, 3] : [1],
  run: (evidence, choice) => {
    const files = without(evidence, 'manifest.json').set(name, flipBit(bytesOf(evidence, name), choice));
    const { findings, code } = verifier.verifyPackage(files, { keys: evidence.keys });
    // The missing manifest alone does not count.
    return findings.filter(({ kind }) => !['good', 'note'].includes(kind)).length > 1 ? code : 0;
  },
});

/** Classes of a package with these files. */
export function packageClasses(names: readonly string[]): MutationClass[] {
  return [
    ...names.map(fileOf),
    ...evidenceFiles.filter((name) => names.includes(name)).map(bareFileOf),
    ...names.map((name) => ({
      name: `package: ${name} is missing`,
      codes: name === 'keys.json' ? [2, 3] : [2],
      run: (evidence: Evidence) => packageCode(evidence, without(evidence, name)),
    })),
    {
      name: 'package: an entry is missing',
      codes: [2],
      run: (evidence, choice) =>
        packageCode(
          evidence,
          withEntries(evidence, (entries) => entries.filter((_, index) => index !== choice.below(entries.length))),
        ),
    },
    {
      name: 'package: two entries are exchanged',
      codes: [1],
      run: (evidence, choice) =>
        packageCode(
          evidence,
          withEntries(evidence, (entries) => swap(entries, 0, 1 + choice.below(entries.length - 1))),
        ),
    },
  ];
}

const fields = ['entry', 'hash', 'seal', 'root', 'headSeal', 'seq'] as const;

export const journalClasses: readonly MutationClass[] = [
  {
    name: 'journal: a bit',
    codes: [1, 2],
    run: (evidence, choice) => journalCode(evidence, flipText(evidence.journal, choice)),
  },
  ...fields.map((field) => ({
    name: `journal: ${field} of a line, with the sum made anew`,
    codes: [1],
    run: (evidence: Evidence, choice: Choice) => {
      const lines = linesOf(evidence);
      const at = choice.below(lines.length);
      return journalCode(evidence, joined(lines.map((line, index) => (index === at ? changeLine(line, field, choice) : line))));
    },
  })),
  {
    name: 'journal: a line is missing before the last',
    codes: [1],
    run: (evidence, choice) => {
      const lines = linesOf(evidence);
      return journalCode(evidence, joined(lines.toSpliced(choice.below(lines.length - 1), 1)));
    },
  },
  {
    name: 'journal: a line stands twice',
    codes: [1],
    run: (evidence, choice) => {
      const lines = linesOf(evidence);
      const at = choice.below(lines.length);
      return journalCode(evidence, joined(lines.toSpliced(at, 0, lines[at] ?? '')));
    },
  },
  {
    name: 'journal: two lines are exchanged',
    codes: [1],
    run: (evidence, choice) => {
      const lines = linesOf(evidence);
      const one = choice.below(lines.length);
      return journalCode(evidence, joined(swap(lines, one, (one + 1 + choice.below(lines.length - 1)) % lines.length)));
    },
  },
  {
    name: 'journal: the end is cut off, held against a receipt',
    codes: [2],
    run: (evidence, choice) => {
      const size = (evidence.receipt as { treeHead: { size: number } }).treeHead.size;
      return journalCode(evidence, joined(linesOf(evidence).slice(0, choice.below(size))), evidence.receipt);
    },
  },
  {
    name: 'journal: torn within its last line',
    codes: [2],
    run: (evidence, choice) => {
      const lastLine = linesOf(evidence).at(-1)?.length ?? 0;
      return journalCode(evidence, evidence.journal.slice(0, -1 - choice.below(lastLine - 1)));
    },
  },
];

type RowChange = (rows: readonly StoredEntry[], at: number, choice: Choice) => StoredEntry[];

const changed = (rows: readonly StoredEntry[], at: number, change: (row: StoredEntry) => Partial<StoredEntry>): StoredEntry[] =>
  rows.map((row, index) => (index === at ? { ...row, ...change(row) } : row));

const rowChanges: Readonly<Record<string, RowChange>> = {
  'a bit of an entry': (rows, at, choice) => changed(rows, at, ({ entry }) => ({ entry: flipText(entry, choice) })),
  'an entry with its hash made anew': (rows, at, choice) =>
    changed(rows, at, (row) => {
      const entry = otherLetter(row.entry, choice);
      return { entry, entryHash: hashEntry(entry) };
    }),
  'a letter of a hash': (rows, at, choice) => changed(rows, at, ({ entryHash }) => ({ entryHash: otherLetter(entryHash, choice) })),
  'a letter of a seal': (rows, at, choice) => changed(rows, at, ({ seal }) => ({ seal: otherLetter(seal, choice) })),
  'a row is missing before the last': (rows, _at, choice) => [...rows].toSpliced(choice.below(rows.length - 1), 1),
  'two rows are exchanged': (rows, at, choice) => swap(rows, at, (at + 1 + choice.below(rows.length - 1)) % rows.length),
  'a row stands twice': (rows, at) => rows.flatMap((row, index) => (index === at ? [row, row] : [row])),
};

export const ledgerClasses: readonly MutationClass[] = Object.entries(rowChanges).map(([name, change]) => ({
  name: `ledger: ${name}`,
  codes: [1],
  run: (evidence, choice) => ledgerCode(evidence, change(evidence.rows, choice.below(evidence.rows.length), choice)),
}));
