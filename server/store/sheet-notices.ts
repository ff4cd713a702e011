import type { PortalTransaction } from './portal-store.ts';
import { ofSheet, type SheetKey } from './sheet-acts.ts';

/** A message about a sheet that the portal has taken. */
export interface SheetNotice {
  readonly sheet: SheetKey;
  readonly kind: 'issued' | 'reminder' | 'escalation';
  readonly receiverId: bigint;
  /** The portal's number of it, where it says one. */
  readonly noticeId: string | null;
  readonly sentAt: Date;
}

export async function saveSheetNotice(tx: PortalTransaction, outboxId: string, notice: SheetNotice): Promise<void> {
  await tx.db
    .insertInto('sheet_notice')
    .values({
      ...ofSheet(tx, notice.sheet),
      outbox_id: outboxId,
      kind: notice.kind,
      receiver_id: notice.receiverId,
      notice_id: notice.noticeId,
      sent_at: notice.sentAt,
    })
    .onConflict((conflict) => conflict.columns(['portal_id', 'outbox_id']).doNothing())
    .execute();
}

/** What was delivered about sheets of some plans, oldest first. */
export async function listSheetNotices(tx: PortalTransaction, planIds: readonly string[]): Promise<SheetNotice[]> {
  if (planIds.length === 0) return [];
  const rows = await tx.db
    .selectFrom('sheet_notice')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', 'in', [...planIds])
    .orderBy('sent_at')
    .orderBy('outbox_id')
    .execute();
  return rows.map((row) => ({
    sheet: { planId: row.plan_id, version: row.version, userId: row.user_id },
    kind: row.kind,
    receiverId: row.receiver_id,
    noticeId: row.notice_id,
    sentAt: row.sent_at,
  }));
}
