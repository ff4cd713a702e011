import type { Selectable } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { ReviewTextTable } from './tables/review-tables.ts';

/** Which field of which item of which review. */
export interface FieldKey {
  readonly reviewId: string;
  readonly subject: string;
  readonly field: string;
}

export interface StoredText extends FieldKey {
  readonly writeId: string;
  /** Null of a text that stands beside the field's. */
  readonly revision: number | null;
  readonly value: string;
  readonly at: Date;
  readonly by: bigint;
}

/** What fields of some reviews say: the last text of each, and those beside it that nobody has settled, oldest first. */
export async function listTexts(tx: PortalTransaction, reviewIds: readonly string[]): Promise<StoredText[]> {
  if (reviewIds.length === 0) return [];
  const rows = await tx.db
    .selectFrom('review_text')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('review_id', 'in', [...reviewIds])
    .where('settled_at', 'is', null)
    .orderBy('review_id')
    .orderBy('written_at')
    .orderBy('write_id')
    .execute();
  return rows.map(toText);
}

export async function listFieldTexts(tx: PortalTransaction, key: FieldKey): Promise<StoredText[]> {
  const rows = await ofField(tx, key).where('settled_at', 'is', null).orderBy('written_at').orderBy('write_id').execute();
  return rows.map(toText);
}

/** The same writing, as it was kept. */
export async function findWriting(tx: PortalTransaction, key: FieldKey, writeId: string): Promise<StoredText | undefined> {
  const row = await ofField(tx, key).where('write_id', '=', writeId).executeTakeFirst();
  return row && toText(row);
}

export async function addText(tx: PortalTransaction, text: StoredText & { base: number }): Promise<void> {
  await tx.db
    .insertInto('review_text')
    .values({
      portal_id: tx.portalId,
      review_id: text.reviewId,
      subject: text.subject,
      field: text.field,
      write_id: text.writeId,
      base: text.base,
      revision: text.revision,
      value: text.value,
      written_at: text.at,
      written_by: text.by,
    })
    .execute();
}

/** Texts that were taken up or dropped, and earlier texts of the field, are not shown any more; they stay. */
export async function settleTexts(
  tx: PortalTransaction,
  key: FieldKey,
  settled: { writeIds: readonly string[]; before: number; by?: bigint; now: Date },
): Promise<void> {
  await tx.db
    .updateTable('review_text')
    .set({ settled_at: settled.now })
    .where('portal_id', '=', tx.portalId)
    .where('review_id', '=', key.reviewId)
    .where('subject', '=', key.subject)
    .where('field', '=', key.field)
    .where('settled_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('revision', '<', settled.before),
        ...(settled.writeIds.length === 0
          ? []
          : [
              eb.and([
                eb('revision', 'is', null),
                eb('write_id', 'in', [...settled.writeIds]),
                ...(settled.by === undefined ? [] : [eb('written_by', '=', settled.by)]),
              ]),
            ]),
      ]),
    )
    .execute();
}

function ofField(tx: PortalTransaction, { reviewId, subject, field }: FieldKey) {
  return tx.db
    .selectFrom('review_text')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('review_id', '=', reviewId)
    .where('subject', '=', subject)
    .where('field', '=', field);
}

function toText(row: Selectable<ReviewTextTable>): StoredText {
  return {
    reviewId: row.review_id,
    subject: row.subject,
    field: row.field,
    writeId: row.write_id,
    revision: row.revision,
    value: row.value,
    at: row.written_at,
    by: row.written_by,
  };
}
