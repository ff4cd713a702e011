import { sql } from 'kysely';
import type { JournalFile } from './journal-file.ts';
import { writeJournalLine } from './journal-line.ts';
import { listLedgerEntries, type StoredLedgerEntry } from './ledger.ts';
import type { Store } from './open-store.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { SecretText } from './secret-text.ts';
import { findTreeHead } from './tree-heads.ts';

/** Keeps entries of ledgers outside the database, so that no receipt exists which a crash could lose. */
export interface Evidence {
  /** Resolves when all entries of the portal up to this one outlive the machine; a receipt is handed out only then. */
  keep(portalId: bigint, upTo: bigint): Promise<void>;
}

/** The highest entry that the answer of a transaction tells about. */
const told = new WeakMap<PortalTransaction, bigint>();

/** What this transaction answers rests on its ledger up to here. */
export function markForKeeping(tx: PortalTransaction, sequence: bigint): void {
  told.set(tx, sequence > (told.get(tx) ?? 0n) ? sequence : (told.get(tx) ?? 0n));
}

export function findToKeep(tx: PortalTransaction): bigint | undefined {
  return told.get(tx);
}

/** A database that syncs each commit needs nothing else. */
export const keptByStore: Evidence = { keep: async () => undefined };

export interface JournalKeeper extends Evidence {
  /** Entries up to here are in the file. */
  setPosition(portalId: bigint, sequence: bigint): void;
  positionOf(portalId: bigint): bigint;
}

const page = 500;

/** Writes into the journal what the store has and the file has not, in the order of the ledger. */
export function createJournalKeeper(deps: {
  store: Pick<Store, 'forPortal'>;
  journal: JournalFile;
  secretText: SecretText;
}): JournalKeeper {
  const positions = new Map<bigint, bigint>();
  const running = new Map<bigint, Promise<void>>();
  const positionOf = (portalId: bigint): bigint => positions.get(portalId) ?? 0n;

  async function write(portalId: bigint): Promise<void> {
    for (;;) {
      const after = positionOf(portalId);
      const lines = await deps.store.forPortal(portalId).transaction((tx) => toLines(tx, after, deps.secretText));
      if (lines.length === 0) return;
      await deps.journal.append(lines);
      positions.set(portalId, after + BigInt(lines.length));
      if (lines.length < page) return;
    }
  }

  /** One at a time for each portal; what another one has written meanwhile is not written again. */
  async function keep(portalId: bigint, upTo: bigint): Promise<void> {
    while (positionOf(portalId) < upTo) {
      const others = running.get(portalId);
      if (others !== undefined) {
        await others.catch(() => undefined);
        continue;
      }
      const own = write(portalId).finally(() => running.delete(portalId));
      running.set(portalId, own);
      await own;
      if (positionOf(portalId) < upTo) throw new Error(`Entry ${upTo} of portal ${portalId} is not in the store`);
    }
  }
  return { keep, positionOf, setPosition: (portalId, sequence) => void positions.set(portalId, sequence) };
}

async function toLines(tx: PortalTransaction, after: bigint, secretText: SecretText): Promise<string[]> {
  const entries = await listLedgerEntries(tx, after, page);
  const lines: string[] = [];
  for (const entry of entries) lines.push(await toLine(tx, entry, secretText));
  return lines;
}

async function toLine(tx: PortalTransaction, entry: StoredLedgerEntry, secretText: SecretText): Promise<string> {
  const { tenant, seq } = JSON.parse(entry.entry) as { tenant: string; seq: number };
  const head = await findTreeHead(tx, entry.sequence);
  const row = entry.type.startsWith('plan.') ? await findSignatureRow(tx, entry.sequence) : undefined;
  return writeJournalLine({
    tenant,
    seq,
    entry: entry.entry,
    hash: entry.entryHash,
    seal: entry.seal,
    kid: entry.sealKeyId,
    root: head?.root ?? null,
    headSeal: head?.seal ?? null,
    signature: row === undefined ? null : secretText.seal(row, signaturePlace(tenant)),
  });
}

const signaturePlace = (memberId: string) => ({ column: 'signature.row', memberId, generation: 0 });

/** The whole row, whatever columns it has by now, without the portal's number, which another store may give anew. */
async function findSignatureRow(tx: PortalTransaction, sequence: bigint): Promise<string | undefined> {
  const found = await sql<{ row: string }>`
    select (to_jsonb(s) - 'portal_id')::text as row from signature s
    where s.portal_id = ${tx.portalId} and s.sequence = ${sequence}`.execute(tx.db);
  return found.rows[0]?.row;
}

/** Puts a signature back beside its entry; false when the sheet that it is about is lost too. */
export async function restoreSignature(
  tx: PortalTransaction,
  sealed: string,
  { memberId, secretText }: { memberId: string; secretText: SecretText },
): Promise<boolean> {
  const row = secretText.open(sealed, signaturePlace(memberId));
  const written = await sql`
    insert into signature
    select s.* from jsonb_populate_record(null::signature, ${row}::jsonb || jsonb_build_object('portal_id', ${tx.portalId}::bigint)) s
    where exists (select 1 from plan_sheet p where p.portal_id = s.portal_id and p.plan_id = s.plan_id
      and p.version = s.version and p.user_id = s.user_id)`.execute(tx.db);
  return (written.numAffectedRows ?? 0n) > 0n;
}
