import type { PortalTransaction } from './portal-store.ts';
import { ofSheet, type SheetKey } from './sheet-acts.ts';

export interface SheetReply {
  readonly authorId: bigint;
  readonly text: string;
  readonly answeredAt: Date;
  readonly sequence: bigint;
}

export interface PaperAct {
  readonly recordedBy: bigint;
  readonly scanHash: string;
  /** Two names; parsed by whoever shows them. */
  readonly witnesses: unknown;
  readonly witnessesSalt: string;
  readonly recordedAt: Date;
  readonly sequence: bigint;
}

export async function saveReply(tx: PortalTransaction, sheet: SheetKey, reply: SheetReply): Promise<void> {
  await tx.db
    .insertInto('objection_answer')
    .values({
      ...ofSheet(tx, sheet),
      author_id: reply.authorId,
      text: reply.text,
      answered_at: reply.answeredAt,
      sequence: reply.sequence,
    })
    .execute();
}

export async function findReply(tx: PortalTransaction, sheet: SheetKey): Promise<SheetReply | undefined> {
  const row = await tx.db
    .selectFrom('objection_answer')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', sheet.planId)
    .where('version', '=', sheet.version)
    .where('user_id', '=', sheet.userId)
    .executeTakeFirst();
  return row === undefined ? undefined : { authorId: row.author_id, text: row.text, answeredAt: row.answered_at, sequence: row.sequence };
}

export async function savePaper(tx: PortalTransaction, sheet: SheetKey, paper: PaperAct): Promise<void> {
  await tx.db
    .insertInto('paper_acknowledgement')
    .values({
      ...ofSheet(tx, sheet),
      recorded_by: paper.recordedBy,
      scan_hash: paper.scanHash,
      witnesses: JSON.stringify(paper.witnesses),
      witnesses_salt: paper.witnessesSalt,
      recorded_at: paper.recordedAt,
      sequence: paper.sequence,
    })
    .execute();
}

export async function findPaper(tx: PortalTransaction, sheet: SheetKey): Promise<PaperAct | undefined> {
  const row = await tx.db
    .selectFrom('paper_acknowledgement')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', sheet.planId)
    .where('version', '=', sheet.version)
    .where('user_id', '=', sheet.userId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    recordedBy: row.recorded_by,
    scanHash: row.scan_hash,
    witnesses: row.witnesses,
    witnessesSalt: row.witnesses_salt,
    recordedAt: row.recorded_at,
    sequence: row.sequence,
  };
}
