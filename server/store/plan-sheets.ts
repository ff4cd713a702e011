import type { PortalTransaction } from './portal-store.ts';
import { sheetTextPlace } from './save-sheet.ts';
import { countNewer, firstDelivery, firstOpening, keyColumn, lastWriter, readAt, recordedAt } from './sheet-columns.ts';
import { openPersonal, openSubjectKey, type PersonalText } from './subject-keys.ts';

export type StoredDecision = 'signed' | 'signed-with-objections' | 'refused';

/** A sheet with everything that has happened to it. */
export interface StoredSheet {
  readonly planId: string;
  readonly month: string;
  readonly version: number;
  readonly userId: bigint;
  readonly document: string;
  /** Null where the personal data of the person was erased. */
  readonly humanText: PersonalText | null;
  readonly planHash: string;
  readonly publishedAt: Date;
  readonly publishedBy: bigint;
  readonly effectiveFrom: string;
  /** The portal has taken the message about it. */
  readonly deliveredAt: Date | null;
  readonly openedAt: Date | null;
  /** The end of it was reached. */
  readonly readAt: Date | null;
  /** Who has written last about it; the person themself while a question waits. */
  readonly lastWriterId: bigint | null;
  /** How the person spreads the target; without its text where that was erased. */
  readonly breakdown: { readonly text: string | null; readonly hash: string; readonly savedAt: Date } | null;
  readonly onPaperAt: Date | null;
  readonly signature: StoredSignature | null;
  /** A later version was sent to the same person. */
  readonly isSuperseded: boolean;
}

export interface StoredSignature {
  readonly decision: StoredDecision;
  /** Null without words, and where they were erased. */
  readonly text: PersonalText | null;
  readonly signedAt: Date;
  readonly sequence: bigint;
  readonly challengeId: string;
  readonly breakdownHash: string | null;
  /** The last day for a talk after a refusal, or for an answer to objections. */
  readonly replyBefore: string | null;
}

/** What has happened to a person's last sheet of a month. */
export type SheetProgress = Omit<StoredSheet, 'document' | 'humanText' | 'planHash' | 'publishedBy' | 'isSuperseded'>;

/** The last sheet of every person in some months, by month and person; without its words, which are long. */
export async function listLastSheets(tx: PortalTransaction, months: readonly string[]): Promise<SheetProgress[]> {
  const rows = await selectSheets(tx)
    .where('p.month', 'in', [...months])
    .distinctOn(['p.month', 's.user_id'])
    .orderBy('p.month')
    .orderBy('s.user_id')
    .orderBy('s.version', 'desc')
    .execute();
  return rows.map((row) => toProgress(tx, row));
}

/** Sheets, newest version first, narrowed by month, person or version. */
export async function listSheets(
  tx: PortalTransaction,
  filter: { month?: string; userId?: bigint; version?: number },
): Promise<StoredSheet[]> {
  let query = selectSheets(tx)
    .select(['s.document', 's.human_text', 's.plan_hash', 'v.published_by'])
    .select(countNewer)
    .orderBy('p.month', 'desc')
    .orderBy('s.version', 'desc')
    .orderBy('s.user_id');
  if (filter.month !== undefined) query = query.where('p.month', '=', filter.month);
  if (filter.userId !== undefined) query = query.where('s.user_id', '=', filter.userId);
  if (filter.version !== undefined) query = query.where('s.version', '=', filter.version);
  const rows = await query.execute();
  return rows.map((row) => ({
    ...toProgress(tx, row),
    document: row.document,
    humanText: openPersonal(keyOf(tx, row), sheetTextPlace, row.human_text) ?? null,
    planHash: row.plan_hash,
    publishedBy: row.published_by,
    isSuperseded: (row.newer ?? 0n) > 0n,
  }));
}

/** Where further sealed texts of a sheet stand. */
const columns = { signature: 'signature.text', breakdown: 'sheet_breakdown.breakdown' } as const;

type ProgressRow = Awaited<ReturnType<ReturnType<typeof selectSheets>['execute']>>[number];

/**
 * A sheet with its version, its signature and when it was first opened. What has one row at most is asked for in the list of columns:
 * planning a join of eight tables takes longer than reading the sheets.
 */
function selectSheets(tx: PortalTransaction) {
  return tx.db
    .selectFrom('plan_sheet as s')
    .innerJoin('plan as p', (join) => join.onRef('p.portal_id', '=', 's.portal_id').onRef('p.plan_id', '=', 's.plan_id'))
    .innerJoin('plan_version as v', (join) =>
      join.onRef('v.portal_id', '=', 's.portal_id').onRef('v.plan_id', '=', 's.plan_id').onRef('v.version', '=', 's.version'),
    )
    .leftJoin('signature as g', (join) =>
      join
        .onRef('g.portal_id', '=', 's.portal_id')
        .onRef('g.plan_id', '=', 's.plan_id')
        .onRef('g.version', '=', 's.version')
        .onRef('g.user_id', '=', 's.user_id'),
    )
    .leftJoin('sheet_breakdown as b', (join) =>
      join
        .onRef('b.portal_id', '=', 's.portal_id')
        .onRef('b.plan_id', '=', 's.plan_id')
        .onRef('b.version', '=', 's.version')
        .onRef('b.user_id', '=', 's.user_id'),
    )
    .where('s.portal_id', '=', tx.portalId)
    .select(['b.breakdown', 'b.breakdown_hash as saved_hash', 'b.saved_at'])
    .select(['s.plan_id', 'p.month', 's.version', 's.user_id', 'v.published_at', 'v.effective_from'])
    .select(['g.decision', 'g.text', 'g.signed_at', 'g.sequence', 'g.challenge_id', 'g.breakdown_hash', 'g.reply_before'])
    .select([firstDelivery, firstOpening, lastWriter, readAt, recordedAt, keyColumn('key_id'), keyColumn('sealed_key')]);
}

function keyOf(tx: PortalTransaction, row: ProgressRow) {
  return openSubjectKey(tx, row.user_id, row);
}

function toProgress(tx: PortalTransaction, row: ProgressRow): SheetProgress {
  const { decision, signed_at: signedAt, sequence, challenge_id: challengeId, breakdown: text, saved_hash: hash, saved_at: savedAt } = row;
  const open = (column: string, stored: string | null) => (stored === null ? undefined : openPersonal(keyOf(tx, row), column, stored));
  const isSigned = decision !== null && signedAt !== null && sequence !== null && challengeId !== null;
  return {
    planId: row.plan_id,
    month: row.month,
    version: row.version,
    userId: row.user_id,
    publishedAt: row.published_at,
    effectiveFrom: row.effective_from,
    deliveredAt: row.delivered_at,
    openedAt: row.opened_at,
    readAt: row.read_at,
    lastWriterId: row.last_writer,
    breakdown: hash !== null && savedAt !== null ? { text: open(columns.breakdown, text)?.text ?? null, hash, savedAt } : null,
    onPaperAt: row.recorded_at,
    signature: isSigned
      ? {
          decision,
          text: open(columns.signature, row.text) ?? null,
          signedAt,
          sequence,
          challengeId,
          breakdownHash: row.breakdown_hash,
          replyBefore: row.reply_before,
        }
      : null,
  };
}
