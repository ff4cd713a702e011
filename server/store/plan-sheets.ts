import type { PortalTransaction } from './portal-store.ts';

export type StoredDecision = 'signed' | 'signed-with-objections' | 'refused';

/** A sheet with everything that has happened to it. */
export interface StoredSheet {
  readonly planId: string;
  readonly month: string;
  readonly version: number;
  readonly userId: bigint;
  readonly document: string;
  readonly humanText: string;
  readonly planHash: string;
  readonly publishedAt: Date;
  readonly publishedBy: bigint;
  readonly openedAt: Date | null;
  readonly signature: StoredSignature | null;
  /** A later version was sent to the same person. */
  readonly isSuperseded: boolean;
}

export interface StoredSignature {
  readonly decision: StoredDecision;
  readonly text: string | null;
  readonly signedAt: Date;
  readonly sequence: bigint;
  readonly challengeId: string;
}

export async function saveSheet(
  tx: PortalTransaction,
  sheet: { planId: string; version: number; userId: bigint; document: string; humanText: string; planHash: string },
): Promise<void> {
  await tx.db
    .insertInto('plan_sheet')
    .values({
      portal_id: tx.portalId,
      plan_id: sheet.planId,
      version: sheet.version,
      user_id: sheet.userId,
      document: sheet.document,
      human_text: sheet.humanText,
      plan_hash: sheet.planHash,
    })
    .execute();
}

/** Sheets, newest version first, narrowed by month, person or version. */
export async function listSheets(
  tx: PortalTransaction,
  filter: { month?: string; userId?: bigint; version?: number },
): Promise<StoredSheet[]> {
  let query = selectSheets(tx).orderBy('p.month', 'desc').orderBy('s.version', 'desc').orderBy('s.user_id');
  if (filter.month !== undefined) query = query.where('p.month', '=', filter.month);
  if (filter.userId !== undefined) query = query.where('s.user_id', '=', filter.userId);
  if (filter.version !== undefined) query = query.where('s.version', '=', filter.version);
  return (await query.execute()).map(toSheet);
}

type SheetRow = Awaited<ReturnType<ReturnType<typeof selectSheets>['execute']>>[number];

/** A sheet with its version, its signature, when it was first opened and how many newer ones the person got. */
function selectSheets(tx: PortalTransaction) {
  return tx.db
    .selectFrom('plan_sheet as s')
    .innerJoin('plan as p', (join) => join.onRef('p.portal_id', '=', 's.portal_id').onRef('p.plan_id', '=', 's.plan_id'))
    .innerJoin('plan_version as v', (join) =>
      join.onRef('v.portal_id', '=', 's.portal_id').onRef('v.plan_id', '=', 's.plan_id').onRef('v.version', '=', 's.version'),
    )
    .leftJoin('signature as g', (join) =>
      join
        .onRef('g.portal_id', '=', 's.portal_id')
        .onRef('g.plan_id', '=', 's.plan_id')
        .onRef('g.version', '=', 's.version')
        .onRef('g.user_id', '=', 's.user_id'),
    )
    .where('s.portal_id', '=', tx.portalId)
    .select(['s.plan_id', 'p.month', 's.version', 's.user_id', 's.document', 's.human_text', 's.plan_hash'])
    .select(['v.published_at', 'v.published_by', 'g.decision', 'g.text', 'g.signed_at', 'g.sequence', 'g.challenge_id'])
    .select((eb) => [
      eb
        .selectFrom('challenge as c')
        .whereRef('c.portal_id', '=', 's.portal_id')
        .whereRef('c.plan_id', '=', 's.plan_id')
        .whereRef('c.version', '=', 's.version')
        .whereRef('c.user_id', '=', 's.user_id')
        .select((inner) => inner.fn.min('c.created_at').as('opened_at'))
        .as('opened_at'),
      eb
        .selectFrom('plan_sheet as n')
        .whereRef('n.portal_id', '=', 's.portal_id')
        .whereRef('n.plan_id', '=', 's.plan_id')
        .whereRef('n.user_id', '=', 's.user_id')
        .whereRef('n.version', '>', 's.version')
        .select((inner) => inner.fn.countAll<bigint>().as('newer'))
        .as('newer'),
    ]);
}

function toSheet(row: SheetRow): StoredSheet {
  const { decision, signed_at: signedAt, sequence, challenge_id: challengeId } = row;
  const isSigned = decision !== null && signedAt !== null && sequence !== null && challengeId !== null;
  return {
    planId: row.plan_id,
    month: row.month,
    version: row.version,
    userId: row.user_id,
    document: row.document,
    humanText: row.human_text,
    planHash: row.plan_hash,
    publishedAt: row.published_at,
    publishedBy: row.published_by,
    openedAt: row.opened_at,
    signature: isSigned ? { decision, text: row.text, signedAt, sequence, challengeId } : null,
    isSuperseded: (row.newer ?? 0n) > 0n,
  };
}

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

export async function saveSignature(
  tx: PortalTransaction,
  signature: {
    planId: string;
    version: number;
    userId: bigint;
    decision: StoredDecision;
    text: string | null;
    planHash: string;
    challengeId: string;
    sequence: bigint;
    signedAt: Date;
    usedAt: Date;
  },
): Promise<void> {
  await tx.db
    .insertInto('signature')
    .values({
      portal_id: tx.portalId,
      plan_id: signature.planId,
      version: signature.version,
      user_id: signature.userId,
      decision: signature.decision,
      text: signature.text,
      plan_hash: signature.planHash,
      challenge_id: signature.challengeId,
      sequence: signature.sequence,
      signed_at: signature.signedAt,
    })
    .execute();
  await tx.db
    .updateTable('challenge')
    .set({ used_at: signature.usedAt })
    .where('portal_id', '=', tx.portalId)
    .where('challenge_id', '=', signature.challengeId)
    .execute();
}
