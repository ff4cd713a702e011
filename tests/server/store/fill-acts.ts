import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { PortalTransaction } from '#store/portal-store.ts';

export const actTables = [
  'sheet_read',
  'sheet_notice',
  'sheet_message',
  'objection_answer',
  'paper_acknowledgement',
  'sheet_overdue',
  'agreement_acceptance',
  'erasure',
] as const;

/** One row of each act about a signed sheet, all of them standing on one entry of the ledger. */
export async function fillActs(
  tx: PortalTransaction,
  { planId, version, userId, sequence }: { planId: string; version: number; userId: bigint; sequence: bigint },
): Promise<void> {
  const at = '2026-11-16T07:42:00Z';
  const hash = 'a'.repeat(64);
  const sheet = sql`${tx.portalId}::bigint, ${planId}::uuid, ${version}::integer, ${userId}::bigint`;
  const add = async (table: string, columns: string, values: ReturnType<typeof sql>): Promise<void> => {
    await sql`insert into ${sql.table(table)} (${sql.raw(columns)}) values (${values})`.execute(tx.db);
  };
  const key = 'portal_id, plan_id, version, user_id';
  await add('sheet_read', `${key}, read_at, sequence`, sql`${sheet}, ${at}, ${sequence}`);
  await add(
    'sheet_notice',
    `${key}, outbox_id, kind, receiver_id, notice_id, sent_at`,
    sql`${sheet}, ${randomUUID()}, 'issued', ${userId}, '1', ${at}`,
  );
  await add('sheet_message', `${key}, message_id, author_id, text, written_at`, sql`${sheet}, ${randomUUID()}, ${userId}, 'Вопрос', ${at}`);
  await add('sheet_breakdown', `${key}, breakdown, breakdown_hash, saved_at`, sql`${sheet}, '{}', ${hash}, ${at}`);
  await add('objection_answer', `${key}, author_id, text, answered_at, sequence`, sql`${sheet}, 2, 'Ответ', ${at}, ${sequence}`);
  await add(
    'paper_acknowledgement',
    `${key}, recorded_by, scan_hash, witnesses, witnesses_salt, recorded_at, sequence`,
    sql`${sheet}, 2, ${hash}, '[]'::jsonb, 'salt', ${at}, ${sequence}`,
  );
  await add('sheet_overdue', `${key}, noted_at, sequence`, sql`${sheet}, ${at}, ${sequence}`);
  await add(
    'agreement_acceptance',
    'portal_id, user_id, version, text_hash, accepted_at, sequence',
    sql`${tx.portalId}::bigint, ${userId}::bigint, 1, ${hash}, ${at}, ${sequence}`,
  );
  await add(
    'erasure',
    'portal_id, sequence, user_id, basis, reference, is_early, erased_by, erased_at',
    sql`${tx.portalId}::bigint, ${sequence}, 99, 'request', '№ 14', true, 1, ${at}`,
  );
}
