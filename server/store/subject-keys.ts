import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { AppError } from '#kernel/errors.ts';
import type { PortalTransaction } from './portal-store.ts';
import type { SecretPlace, SecretText } from './secret-text.ts';

/** What somebody said, with what hides it in the ledger; texts from before there were salts have none. */
export interface PersonalText {
  readonly text: string;
  readonly salt: string | null;
}

/** As a row has it; both null where the key was destroyed or there never was one. */
export interface StoredKey {
  readonly key_id: string | null;
  readonly sealed_key: string | null;
}

export interface SubjectKey {
  readonly keyId: string;
  readonly bytes: Buffer;
}

const mark = 's1.';

const isSealedText = (stored: string): boolean => stored.startsWith(mark);

/** Keys are sealed for a portal and a person, so that one put into the row of another does not open. */
export function subjectKeyPlace(portalId: bigint, userId: bigint): SecretPlace {
  return { column: 'subject_key.sealed_key', memberId: `${portalId}:${userId}`, generation: 0 };
}

/** The key of a person, made when there is none; of somebody who was erased only what begins anew gets another one. */
export async function takeSubjectKey(tx: PortalTransaction, userId: bigint, { beginsAnew = false } = {}): Promise<SubjectKey> {
  const known = await findSubjectKey(tx, userId);
  if (known !== undefined) return known;
  if (!beginsAnew && (await isErased(tx, userId))) throw new AppError('conflict', 'The personal data of this person was erased');
  const made = { keyId: randomUUID(), bytes: randomBytes(32) };
  await tx.db
    .insertInto('subject_key')
    .values({
      portal_id: tx.portalId,
      user_id: userId,
      key_id: made.keyId,
      sealed_key: secretsOf(tx).sealBytes(made.bytes, subjectKeyPlace(tx.portalId, userId)),
      created_at: new Date(),
    })
    .onConflict((conflict) => conflict.columns(['portal_id', 'user_id']).doNothing())
    .execute();
  const kept = await findSubjectKey(tx, userId);
  if (kept === undefined) throw new AppError('unavailable', 'The key of a person was destroyed meanwhile');
  return kept;
}

export async function findSubjectKey(tx: PortalTransaction, userId: bigint): Promise<SubjectKey | undefined> {
  const row = await tx.db
    .selectFrom('subject_key')
    .select(['key_id', 'sealed_key'])
    .where('portal_id', '=', tx.portalId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row === undefined ? undefined : openSubjectKey(tx, userId, row);
}

/** The key that stands beside a row; undefined where there is none. */
export function openSubjectKey(tx: PortalTransaction, userId: bigint, { key_id, sealed_key }: StoredKey): SubjectKey | undefined {
  if (key_id === null || sealed_key === null) return undefined;
  return { keyId: key_id, bytes: secretsOf(tx).openBytes(sealed_key, subjectKeyPlace(tx.portalId, userId)) };
}

/** `column` is `table.column`: a text moved to another column does not open. */
export function sealPersonal({ keyId, bytes }: SubjectKey, column: string, { text, salt }: PersonalText): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', bytes, nonce).setAAD(Buffer.from(`${mark}${column}|${keyId}`));
  const plain = Buffer.from(JSON.stringify({ salt, text }), 'utf8');
  const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return `${mark}${keyId}.${sealed.toString('base64url')}`;
}

/** Undefined where the key of the text is gone; what was never sealed is read as it is. */
export function openPersonal(key: SubjectKey | undefined, column: string, stored: string): PersonalText | undefined {
  if (!isSealedText(stored)) return { text: stored, salt: null };
  const [keyId = '', body = ''] = stored.slice(mark.length).split('.');
  if (key === undefined || key.keyId !== keyId) return undefined;
  const bytes = Buffer.from(body, 'base64url');
  const aad = Buffer.from(`${mark}${column}|${keyId}`);
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, 12), { authTagLength: 16 }).setAAD(aad);
  decipher.setAuthTag(bytes.subarray(-16));
  const plain = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
  return JSON.parse(plain) as PersonalText;
}

/** Erased and without a key: nothing new has begun since. */
async function isErased(tx: PortalTransaction, userId: bigint): Promise<boolean> {
  const row = await tx.db
    .selectFrom('erasure')
    .select('sequence')
    .where('portal_id', '=', tx.portalId)
    .where('user_id', '=', userId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

function secretsOf(tx: PortalTransaction): SecretText {
  if (tx.secretText === null) throw new AppError('internal', 'This store was opened without the key of personal texts');
  return tx.secretText;
}
