import { v7 as uuidv7 } from 'uuid';
import type { PortalTransaction } from './portal-store.ts';
import { findSubjectKey, openPersonal, sealPersonal, takeSubjectKey } from './subject-keys.ts';

/** One person's copy of one version. */
export interface SheetKey {
  readonly planId: string;
  readonly version: number;
  readonly userId: bigint;
}

export interface SheetMessage {
  readonly messageId: string;
  readonly authorId: bigint;
  /** Null where it was erased. */
  readonly text: string | null;
  readonly writtenAt: Date;
}

const textColumn = 'sheet_message.text';

/** The columns that name a sheet. */
export function ofSheet(tx: PortalTransaction, { planId, version, userId }: SheetKey) {
  return { portal_id: tx.portalId, plan_id: planId, version, user_id: userId };
}

export async function saveReading(tx: PortalTransaction, sheet: SheetKey, act: { readAt: Date; sequence: bigint }): Promise<void> {
  await tx.db
    .insertInto('sheet_read')
    .values({ ...ofSheet(tx, sheet), read_at: act.readAt, sequence: act.sequence })
    .execute();
}

export async function addSheetMessage(
  tx: PortalTransaction,
  sheet: SheetKey,
  message: { authorId: bigint; text: string; writtenAt: Date },
): Promise<string> {
  const messageId = uuidv7();
  const key = await takeSubjectKey(tx, sheet.userId);
  await tx.db
    .insertInto('sheet_message')
    .values({
      ...ofSheet(tx, sheet),
      message_id: messageId,
      author_id: message.authorId,
      text: sealPersonal(key, textColumn, { text: message.text, salt: null }),
      written_at: message.writtenAt,
    })
    .execute();
  return messageId;
}

/** The thread of a sheet, oldest first. */
export async function listSheetMessages(tx: PortalTransaction, sheet: SheetKey): Promise<SheetMessage[]> {
  const rows = await tx.db
    .selectFrom('sheet_message')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', sheet.planId)
    .where('version', '=', sheet.version)
    .where('user_id', '=', sheet.userId)
    .orderBy('message_id')
    .execute();
  const key = rows.length === 0 ? undefined : await findSubjectKey(tx, sheet.userId);
  return rows.map((row) => ({
    messageId: row.message_id,
    authorId: row.author_id,
    text: openPersonal(key, textColumn, row.text)?.text ?? null,
    writtenAt: row.written_at,
  }));
}
