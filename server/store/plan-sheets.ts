import type { ExpressionBuilder } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { Tables } from './tables.ts';

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
  readonly effectiveFrom: string;
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

/** What has happened to a person's last sheet of a month. */
export type SheetProgress = Omit<StoredSheet, 'document' | 'humanText' | 'planHash' | 'publishedBy' | 'effectiveFrom' | 'isSuperseded'>;

/** The last sheet of every person in some months, by month and person; without its words, which are long. */
export async function listLastSheets(tx: PortalTransaction, months: readonly string[]): Promise<SheetProgress[]> {
  const rows = await selectSheets(tx)
    .where('p.month', 'in', [...months])
    .distinctOn(['p.month', 's.user_id'])
    .orderBy('p.month')
    .orderBy('s.user_id')
    .orderBy('s.version', 'desc')
    .execute();
  return rows.map(toProgress);
}

/** Sheets, newest version first, narrowed by month, person or version. */
export async function listSheets(
  tx: PortalTransaction,
  filter: { month?: string; userId?: bigint; version?: number },
): Promise<StoredSheet[]> {
  let query = selectSheets(tx)
    .select(['s.document', 's.human_text', 's.plan_hash', 'v.published_by', 'v.effective_from'])
    .select(countNewer)
    .orderBy('p.month', 'desc')
    .orderBy('s.version', 'desc')
    .orderBy('s.user_id');
  if (filter.month !== undefined) query = query.where('p.month', '=', filter.month);
  if (filter.userId !== undefined) query = query.where('s.user_id', '=', filter.userId);
  if (filter.version !== undefined) query = query.where('s.version', '=', filter.version);
  const rows = await query.execute();
  return rows.map((row) => ({
    ...toProgress(row),
    document: row.document,
    humanText: row.human_text,
    planHash: row.plan_hash,
    publishedBy: row.published_by,
    effectiveFrom: row.effective_from,
    isSuperseded: (row.newer ?? 0n) > 0n,
  }));
}

type ProgressRow = Awaited<ReturnType<ReturnType<typeof selectSheets>['execute']>>[number];

/** A sheet with its version, its signature and when it was first opened. */
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
    .select(['s.plan_id', 'p.month', 's.version', 's.user_id', 'v.published_at'])
    .select(['g.decision', 'g.text', 'g.signed_at', 'g.sequence', 'g.challenge_id'])
    .select((eb) =>
      eb
        .selectFrom('challenge as c')
        .whereRef('c.portal_id', '=', 's.portal_id')
        .whereRef('c.plan_id', '=', 's.plan_id')
        .whereRef('c.version', '=', 's.version')
        .whereRef('c.user_id', '=', 's.user_id')
        .select((inner) => inner.fn.min('c.created_at').as('opened_at'))
        .as('opened_at'),
    );
}

/** How many newer sheets of the same plan the person got. */
function countNewer(eb: ExpressionBuilder<Tables & { s: Tables['plan_sheet'] }, 's'>) {
  return eb
    .selectFrom('plan_sheet as n')
    .whereRef('n.portal_id', '=', 's.portal_id')
    .whereRef('n.plan_id', '=', 's.plan_id')
    .whereRef('n.user_id', '=', 's.user_id')
    .whereRef('n.version', '>', 's.version')
    .select((inner) => inner.fn.countAll<bigint>().as('newer'))
    .as('newer');
}

function toProgress(row: ProgressRow): SheetProgress {
  const { decision, signed_at: signedAt, sequence, challenge_id: challengeId } = row;
  const isSigned = decision !== null && signedAt !== null && sequence !== null && challengeId !== null;
  return {
    planId: row.plan_id,
    month: row.month,
    version: row.version,
    userId: row.user_id,
    publishedAt: row.published_at,
    openedAt: row.opened_at,
    signature: isSigned ? { decision, text: row.text, signedAt, sequence, challengeId } : null,
  };
}
