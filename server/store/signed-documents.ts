import type { PortalTransaction } from './portal-store.ts';
import { sheetTextPlace } from './save-sheet.ts';
import { openPersonal, openSubjectKey, type PersonalText, type StoredKey } from './subject-keys.ts';

/** What a signature is about, and the entry that says so. */
export interface SignedDocument {
  readonly sequence: bigint;
  readonly userId: bigint;
  readonly signedHash: string;
  readonly planHash: string;
  readonly document: string;
  /** Null where the key of the person is gone; what does not open with the key that is there is damaged. */
  readonly humanText: PersonalText | null | 'damaged';
  readonly entry: string;
}

/** Signatures with entries in this half-open range, by entry. */
export async function listSignedDocuments(tx: PortalTransaction, after: bigint, upTo: bigint): Promise<SignedDocument[]> {
  const rows = await tx.db
    .selectFrom('signature as g')
    .innerJoin('plan_sheet as s', (join) =>
      join
        .onRef('s.portal_id', '=', 'g.portal_id')
        .onRef('s.plan_id', '=', 'g.plan_id')
        .onRef('s.version', '=', 'g.version')
        .onRef('s.user_id', '=', 'g.user_id'),
    )
    .innerJoin('ledger_entry as e', (join) => join.onRef('e.portal_id', '=', 'g.portal_id').onRef('e.sequence', '=', 'g.sequence'))
    .leftJoin('subject_key as k', (join) => join.onRef('k.portal_id', '=', 'g.portal_id').onRef('k.user_id', '=', 'g.user_id'))
    .where('g.portal_id', '=', tx.portalId)
    .where('g.sequence', '>', after)
    .where('g.sequence', '<=', upTo)
    .orderBy('g.sequence')
    .select([
      'g.sequence',
      'g.user_id',
      'g.plan_hash as signed_hash',
      's.plan_hash',
      's.document',
      's.human_text',
      'e.entry',
      'k.key_id',
      'k.sealed_key',
    ])
    .execute();
  return rows.map((row) => ({
    sequence: row.sequence,
    userId: row.user_id,
    signedHash: row.signed_hash,
    planHash: row.plan_hash,
    document: row.document,
    humanText: openText(tx, row),
    entry: row.entry,
  }));
}

function openText(tx: PortalTransaction, row: StoredKey & { user_id: bigint; human_text: string }): SignedDocument['humanText'] {
  try {
    return openPersonal(openSubjectKey(tx, row.user_id, row), sheetTextPlace, row.human_text) ?? null;
  } catch {
    return 'damaged';
  }
}
