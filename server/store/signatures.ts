import type { StoredDecision } from './plan-sheets.ts';
import type { PortalTransaction } from './portal-store.ts';
import { findSubjectKey, openPersonal, sealPersonal, takeSubjectKey, type PersonalText } from './subject-keys.ts';

export interface StoredChallenge {
  readonly challengeId: string;
  readonly sessionId: string;
  readonly userId: bigint;
  readonly planId: string;
  readonly version: number;
  readonly planHash: string;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

export async function saveChallenge(
  tx: PortalTransaction,
  challenge: Omit<StoredChallenge, 'usedAt'> & { createdAt: Date },
): Promise<void> {
  await tx.db
    .insertInto('challenge')
    .values({
      portal_id: tx.portalId,
      challenge_id: challenge.challengeId,
      session_id: challenge.sessionId,
      user_id: challenge.userId,
      plan_id: challenge.planId,
      version: challenge.version,
      plan_hash: challenge.planHash,
      created_at: challenge.createdAt,
      expires_at: challenge.expiresAt,
      used_at: null,
    })
    .execute();
}

/** Locks the challenge; undefined when this portal never issued it. */
export async function findChallenge(tx: PortalTransaction, challengeId: string): Promise<StoredChallenge | undefined> {
  const row = await tx.db
    .selectFrom('challenge')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('challenge_id', '=', challengeId)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : {
        challengeId: row.challenge_id,
        sessionId: row.session_id,
        userId: row.user_id,
        planId: row.plan_id,
        version: row.version,
        planHash: row.plan_hash,
        expiresAt: row.expires_at,
        usedAt: row.used_at,
      };
}

const circumstancesPlace = 'signature.circumstances';

export async function saveSignature(
  tx: PortalTransaction,
  signature: {
    planId: string;
    version: number;
    userId: bigint;
    decision: StoredDecision;
    text: PersonalText | null;
    circumstances: PersonalText;
    planHash: string;
    challengeId: string;
    sequence: bigint;
    signedAt: Date;
    usedAt: Date;
    breakdownHash?: string | null;
    replyBefore?: string | null;
  },
): Promise<void> {
  const { text, circumstances } = signature;
  const key = await takeSubjectKey(tx, signature.userId);
  const sealed = text === null ? null : sealPersonal(key, 'signature.text', text);
  await tx.db
    .insertInto('signature')
    .values({
      portal_id: tx.portalId,
      plan_id: signature.planId,
      version: signature.version,
      user_id: signature.userId,
      decision: signature.decision,
      text: sealed,
      circumstances: sealPersonal(key, circumstancesPlace, circumstances),
      plan_hash: signature.planHash,
      challenge_id: signature.challengeId,
      sequence: signature.sequence,
      signed_at: signature.signedAt,
      breakdown_hash: signature.breakdownHash ?? null,
      reply_before: signature.replyBefore ?? null,
    })
    .execute();
  await tx.db
    .updateTable('challenge')
    .set({ used_at: signature.usedAt })
    .where('portal_id', '=', tx.portalId)
    .where('challenge_id', '=', signature.challengeId)
    .execute();
}

/** From where the answer was given; null for one from before this was kept, and where the key of the person is gone. */
export async function findCircumstances(
  tx: PortalTransaction,
  sheet: { readonly planId: string; readonly version: number; readonly userId: bigint },
): Promise<PersonalText | null> {
  const row = await tx.db
    .selectFrom('signature')
    .select('circumstances')
    .where('portal_id', '=', tx.portalId)
    .where('plan_id', '=', sheet.planId)
    .where('version', '=', sheet.version)
    .where('user_id', '=', sheet.userId)
    .executeTakeFirst();
  if (row?.circumstances == null) return null;
  return openPersonal(await findSubjectKey(tx, sheet.userId), circumstancesPlace, row.circumstances) ?? null;
}
