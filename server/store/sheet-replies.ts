import type { PortalTransaction } from './portal-store.ts';
import { ofSheet, type SheetKey } from './sheet-acts.ts';
import { findSubjectKey, openPersonal, sealPersonal, takeSubjectKey, type PersonalText } from './subject-keys.ts';

const columns = { reply: 'objection_answer.text', witnesses: 'paper_acknowledgement.witnesses' } as const;

export interface SheetReply {
  readonly authorId: bigint;
  /** Null where it was erased. */
  readonly text: PersonalText | null;
  readonly answeredAt: Date;
  readonly sequence: bigint;
}

export interface PaperAct {
  readonly recordedBy: bigint;
  readonly scanHash: string;
  /** Two names; parsed by whoever shows them. Null where they were erased. */
  readonly witnesses: unknown;
  /** Hides the names in the ledger; sealed with them. */
  readonly witnessesSalt: string;
  readonly recordedAt: Date;
  readonly sequence: bigint;
}

export async function saveReply(tx: PortalTransaction, sheet: SheetKey, reply: SheetReply & { text: PersonalText }): Promise<void> {
  const key = await takeSubjectKey(tx, sheet.userId);
  await tx.db
    .insertInto('objection_answer')
    .values({
      ...ofSheet(tx, sheet),
      author_id: reply.authorId,
      text: sealPersonal(key, columns.reply, reply.text),
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
  if (row === undefined) return undefined;
  const text = openPersonal(await findSubjectKey(tx, sheet.userId), columns.reply, row.text) ?? null;
  return { authorId: row.author_id, text, answeredAt: row.answered_at, sequence: row.sequence };
}

export async function savePaper(tx: PortalTransaction, sheet: SheetKey, paper: PaperAct): Promise<void> {
  const key = await takeSubjectKey(tx, sheet.userId);
  const names = sealPersonal(key, columns.witnesses, { text: JSON.stringify(paper.witnesses), salt: paper.witnessesSalt });
  await tx.db
    .insertInto('paper_acknowledgement')
    .values({
      ...ofSheet(tx, sheet),
      recorded_by: paper.recordedBy,
      scan_hash: paper.scanHash,
      witnesses: JSON.stringify(names),
      witnesses_salt: '',
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
  // Rows from before there were keys hold the names themselves.
  const isSealed = typeof row.witnesses === 'string';
  const opened = isSealed ? openPersonal(await findSubjectKey(tx, sheet.userId), columns.witnesses, String(row.witnesses)) : undefined;
  return {
    recordedBy: row.recorded_by,
    scanHash: row.scan_hash,
    witnesses: isSealed ? (opened === undefined ? null : JSON.parse(opened.text)) : row.witnesses,
    witnessesSalt: opened?.salt ?? row.witnesses_salt,
    recordedAt: row.recorded_at,
    sequence: row.sequence,
  };
}
