import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { PortalTransaction } from './portal-store.ts';
import type { OutboxTable } from './tables/portal-tables.ts';

export interface OutboxMessage {
  readonly outboxId: string;
  readonly kind: string;
  readonly dedupeKey: string;
  readonly payload: unknown;
}

/** Adds what must be sent; the same `dedupeKey` is sent once, however often the change is repeated. False when it was there. */
export async function addToOutbox(
  tx: PortalTransaction,
  message: { kind: string; dedupeKey: string; payload: unknown; now: Date },
): Promise<boolean> {
  const added = await tx.db
    .insertInto('outbox')
    .values({
      portal_id: tx.portalId,
      outbox_id: uuidv7(),
      kind: message.kind,
      dedupe_key: message.dedupeKey,
      payload: JSON.stringify(message.payload),
      state: 'pending',
      created_at: message.now,
      updated_at: message.now,
      last_error: null,
      attempts: 0,
    })
    .onConflict((conflict) => conflict.columns(['portal_id', 'dedupe_key']).doNothing())
    .executeTakeFirst();
  const isNew = (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
  if (isNew) writers.add(tx);
  return isNew;
}

const writers = new WeakSet<PortalTransaction>();

/** Whether something waits to be sent once this transaction is committed: `announce` then, or it waits for the next minute. */
export function hasToSend(tx: PortalTransaction): boolean {
  return writers.has(tx);
}

/**
 * Takes the oldest pending message and marks it as being sent, before anything leaves. A task that a person has ordered and waits
 * for does not stand behind a morning's reminders to everybody, of which a portal takes two a second.
 */
export async function takeFromOutbox(tx: PortalTransaction, now: Date): Promise<OutboxMessage | undefined> {
  const row = await tx.db
    .selectFrom('outbox')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('state', '=', 'pending')
    .orderBy(sql`kind = 'notify'`)
    .orderBy('created_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  await setOutboxState(tx, row.outbox_id, { state: 'sending', error: null, now, attempts: row.attempts + 1 });
  return { outboxId: row.outbox_id, kind: row.kind, dedupeKey: row.dedupe_key, payload: row.payload };
}

export async function setOutboxState(
  tx: PortalTransaction,
  outboxId: string,
  change: { state: OutboxTable['state']; error: string | null; now: Date; attempts?: number },
): Promise<void> {
  await tx.db
    .updateTable('outbox')
    .set({
      state: change.state,
      last_error: change.error,
      updated_at: change.now,
      ...(change.attempts === undefined ? {} : { attempts: change.attempts }),
    })
    .where('portal_id', '=', tx.portalId)
    .where('outbox_id', '=', outboxId)
    .execute();
}

/** A message that was being sent when the process died may have left: it is never sent again by itself. */
export async function markInterruptedOutbox(tx: PortalTransaction, now: Date): Promise<void> {
  await tx.db
    .updateTable('outbox')
    .set({ state: 'unknown', updated_at: now })
    .where('portal_id', '=', tx.portalId)
    .where('state', '=', 'sending')
    .execute();
}
