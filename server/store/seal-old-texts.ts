import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import { sealPersonal, takeSubjectKey, type SubjectKey } from './subject-keys.ts';

/** Where texts about a person stand. */
const places = [
  { table: 'plan_sheet', column: 'human_text' },
  { table: 'signature', column: 'text' },
  { table: 'sheet_message', column: 'text' },
  { table: 'sheet_breakdown', column: 'breakdown' },
  { table: 'objection_answer', column: 'text' },
  { table: 'paper_acknowledgement', column: 'witnesses' },
] as const;

/** Rows from before people had keys are sealed, so that they go with the key too. */
export async function sealOldTexts(tx: PortalTransaction, userId: bigint): Promise<void> {
  for (const place of places) {
    const plain = await listPlain(tx, place, userId);
    if (plain.length === 0) continue;
    const key = await takeSubjectKey(tx, userId);
    for (const row of plain) await sealRow(tx, place, { ...row, key });
  }
}

interface PlainRow {
  readonly row: string;
  readonly text: string;
  readonly salt: string | null;
}

async function listPlain(tx: PortalTransaction, { table, column }: (typeof places)[number], userId: bigint): Promise<PlainRow[]> {
  const salt = column === 'witnesses' ? sql`witnesses_salt` : sql`null`;
  const found = await sql<PlainRow>`
    select ctid::text as row, ${sql.ref(column)}::text as text, ${salt} as salt from ${sql.table(table)}
    where portal_id = ${tx.portalId} and user_id = ${userId} and to_jsonb(${sql.ref(column)}) #>> '{}' not like 's1.%'`.execute(tx.db);
  return found.rows;
}

/** The row is ours alone until the end of the transaction, so that its place in the table names it. */
async function sealRow(
  tx: PortalTransaction,
  { table, column }: (typeof places)[number],
  { row, text, salt, key }: PlainRow & { readonly key: SubjectKey },
): Promise<void> {
  const sealed = sealPersonal(key, `${table}.${column}`, { text, salt });
  const values =
    column === 'witnesses' ? sql`witnesses = ${JSON.stringify(sealed)}::jsonb, witnesses_salt = ''` : sql`${sql.ref(column)} = ${sealed}`;
  await sql`update ${sql.table(table)} set ${values} where portal_id = ${tx.portalId} and ctid = ${row}::tid`.execute(tx.db);
}
