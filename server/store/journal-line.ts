import { createHash } from 'node:crypto';

/** One entry of one ledger as it stands in the evidence journal: enough to put it back into the store. */
export interface JournalLine {
  readonly tenant: string;
  readonly seq: number;
  /** Canonical JSON as it was hashed. */
  readonly entry: string;
  readonly hash: string;
  readonly seal: string;
  readonly kid: string;
  /** Of the tree with this entry as its last leaf; null for entries from before there were trees. */
  readonly root: string | null;
  readonly headSeal: string | null;
  /** The row of the signature that this entry is about, sealed, because people's words are in it; null for other entries. */
  readonly signature: string | null;
}

/** A line without its end; its last field is the sum of what stands before, so that no byte can change unnoticed. */
export function writeJournalLine({ tenant, seq, entry, hash, seal, kid, root, headSeal, signature }: JournalLine): string {
  const fields = { v: 1, tenant, seq, entry, hash, seal, kid, root, headSeal, signature };
  return JSON.stringify({ ...fields, sum: sumOf(fields) });
}

/** Undefined for what is no whole line of ours. */
export function readJournalLine(text: string): JournalLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const line = value as JournalLine;
  const isShaped =
    [line.tenant, line.entry, line.hash, line.seal, line.kid].every((field) => typeof field === 'string') &&
    [line.root, line.headSeal, line.signature].every((field) => field === null || typeof field === 'string') &&
    Number.isSafeInteger(line.seq);
  // Written again it must be the same, which compares the sum too.
  return isShaped && writeJournalLine(line) === text ? line : undefined;
}

function sumOf(fields: object): string {
  return createHash('sha256').update('kurs/journal/v1\0').update(JSON.stringify(fields)).digest('hex');
}
