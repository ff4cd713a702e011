import { v7 as uuidv7 } from 'uuid';
import type { PortalTransaction } from './portal-store.ts';

export interface StoredQuizQuestion {
  readonly questionId: string;
  /** `company` or `department:ID`. */
  readonly scope: string;
  readonly topic: 'product' | 'client';
  readonly text: string;
  /** Texts; parsed by whoever shows them. */
  readonly options: unknown;
  readonly right: number;
  readonly createdBy: bigint;
}

export async function addQuizQuestion(
  tx: PortalTransaction,
  question: Omit<StoredQuizQuestion, 'questionId' | 'options'> & { options: readonly string[]; createdAt: Date },
): Promise<void> {
  await tx.db
    .insertInto('quiz_own_question')
    .values({
      portal_id: tx.portalId,
      question_id: uuidv7(),
      scope: question.scope,
      topic: question.topic,
      text: question.text,
      options: JSON.stringify(question.options),
      right_option: question.right,
      created_at: question.createdAt,
      created_by: question.createdBy,
      archived_at: null,
    })
    .execute();
}

/** Questions that are asked, oldest first. */
export async function listQuizQuestions(tx: PortalTransaction): Promise<StoredQuizQuestion[]> {
  const rows = await tx.db
    .selectFrom('quiz_own_question')
    .selectAll()
    .where('portal_id', '=', tx.portalId)
    .where('archived_at', 'is', null)
    .orderBy('question_id')
    .execute();
  return rows.map((row) => ({
    questionId: row.question_id,
    scope: row.scope,
    topic: row.topic,
    text: row.text,
    options: row.options,
    right: row.right_option,
    createdBy: row.created_by,
  }));
}

export async function archiveQuizQuestion(tx: PortalTransaction, questionId: string, archivedAt: Date): Promise<void> {
  await tx.db
    .updateTable('quiz_own_question')
    .set({ archived_at: archivedAt })
    .where('portal_id', '=', tx.portalId)
    .where('question_id', '=', questionId)
    .where('archived_at', 'is', null)
    .execute();
}
