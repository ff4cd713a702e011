import { sql } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import { portalTokenColumns } from './portal-tokens.ts';
import { updateTokenPlace } from './portal-updates.ts';
import { keyIdOfSealed, type SecretText } from './secret-text.ts';
import { subjectKeyPlace } from './subject-keys.ts';

/** Seals the tokens of a portal and the keys of its people with the key in use; returns how many rows of tokens it wrote. Safe to repeat and to break off. */
export async function resealTokens(tx: PortalTransaction, secretText: SecretText, memberId: string): Promise<number> {
  const rows = await tx.db.selectFrom('portal_token').selectAll().where('portal_id', '=', tx.portalId).forUpdate().execute();
  let written = 0;
  for (const row of rows) {
    const sealed = [row.access_token, row.refresh_token, row.previous_refresh_token].filter((text) => text !== null);
    if (sealed.every((text) => secretText.isCurrent(text))) continue;
    const again = (text: string, column: string, generation: number): string => {
      const place = { column, memberId, generation };
      return secretText.seal(secretText.open(text, place), place);
    };
    const { access, refresh } = portalTokenColumns;
    const previous = row.previous_refresh_token;
    await tx.db
      .updateTable('portal_token')
      .set({
        access_token: again(row.access_token, access, row.generation),
        refresh_token: again(row.refresh_token, refresh, row.generation),
        previous_refresh_token: previous === null ? null : again(previous, refresh, row.generation - 1),
      })
      .where('portal_id', '=', tx.portalId)
      .where('user_id', '=', row.user_id)
      .execute();
    written += 1;
  }
  await resealSubjectKeys(tx, secretText);
  return written + (await resealUpdates(tx, secretText, memberId));
}

async function resealSubjectKeys(tx: PortalTransaction, secretText: SecretText): Promise<void> {
  const stored = await tx.db.selectFrom('subject_key').selectAll().where('portal_id', '=', tx.portalId).forUpdate().execute();
  const stale = stored.filter((row) => !secretText.isCurrent(row.sealed_key));
  for (const row of stale) {
    const place = subjectKeyPlace(tx.portalId, row.user_id);
    await tx.db
      .updateTable('subject_key')
      .set({ sealed_key: secretText.sealBytes(secretText.openBytes(row.sealed_key, place), place) })
      .where('portal_id', '=', tx.portalId)
      .where('user_id', '=', row.user_id)
      .execute();
  }
}

async function resealUpdates(tx: PortalTransaction, secretText: SecretText, memberId: string): Promise<number> {
  const told = await tx.db.selectFrom('portal_update').selectAll().where('portal_id', '=', tx.portalId).forUpdate().execute();
  const stale = told.filter((row) => !secretText.isCurrent(row.refresh_token));
  const place = updateTokenPlace(memberId);
  for (const row of stale) {
    await tx.db
      .updateTable('portal_update')
      .set({ refresh_token: secretText.seal(secretText.open(row.refresh_token, place), place) })
      .where('portal_id', '=', tx.portalId)
      .where('update_id', '=', row.update_id)
      .execute();
  }
  return stale.length;
}

/** Ids of the keys that something of this portal is sealed with; the empty one stands for texts that name none. */
export async function listSealingKeys(tx: PortalTransaction): Promise<Set<string>> {
  const tokens = await tx.db
    .selectFrom('portal_token')
    .select(['access_token', 'refresh_token', 'previous_refresh_token'])
    .where('portal_id', '=', tx.portalId)
    .execute();
  const told = await tx.db.selectFrom('portal_update').select('refresh_token').where('portal_id', '=', tx.portalId).execute();
  const people = await tx.db.selectFrom('subject_key').select('sealed_key').where('portal_id', '=', tx.portalId).execute();
  const logged = await sql<{ key_id: string }>`select distinct key_id from rest_log where portal_id = ${tx.portalId}`.execute(tx.db);
  const sealed = [
    ...tokens.flatMap((row) => [row.access_token, row.refresh_token, row.previous_refresh_token ?? row.access_token]),
    ...told.map((row) => row.refresh_token),
    ...people.map((row) => row.sealed_key),
  ];
  return new Set([...sealed.map(keyIdOfSealed), ...logged.rows.map((row) => row.key_id)]);
}
