import type { Selectable } from 'kysely';
import type { PortalTransaction } from './portal-store.ts';
import type { TalkNoteTable } from './tables/review-tables.ts';

/** A talk with one person as one of its revisions tells it. */
export interface StoredTalkNote {
  readonly noteId: string;
  readonly revision: number;
  readonly userId: bigint;
  readonly authorId: bigint;
  readonly kind: TalkNoteTable['kind'];
  readonly day: string;
  readonly metric: string | null;
  readonly actionId: string | null;
  readonly text: string;
  readonly agreed: string;
  readonly writtenAt: Date;
}

/** Whose notes: those about some people, and those that somebody has written. */
export interface WhoseNotes {
  readonly about: readonly bigint[];
  readonly authorId: bigint;
}

/** Every revision of every note, the latest talk first and its revisions in their order. */
export async function listTalkNotes(tx: PortalTransaction, { about, authorId }: WhoseNotes): Promise<StoredTalkNote[]> {
  const rows = await selectNotes(tx)
    .where((eb) => eb.or([eb('author_id', '=', authorId), ...(about.length === 0 ? [] : [eb('user_id', 'in', [...about])])]))
    .orderBy('day', 'desc')
    .orderBy('note_id', 'desc')
    .orderBy('revision')
    .execute();
  return rows.map(toNote);
}

/** All revisions of one note, the first first. */
export async function listTalkRevisions(tx: PortalTransaction, noteId: string): Promise<StoredTalkNote[]> {
  const rows = await selectNotes(tx).where('note_id', '=', noteId).orderBy('revision').execute();
  return rows.map(toNote);
}

/** A revision is written once; false when there is one of this number. */
export async function addTalkRevision(tx: PortalTransaction, note: StoredTalkNote): Promise<boolean> {
  const added = await tx.db
    .insertInto('talk_note')
    .values({
      portal_id: tx.portalId,
      note_id: note.noteId,
      revision: note.revision,
      user_id: note.userId,
      author_id: note.authorId,
      kind: note.kind,
      day: note.day,
      metric: note.metric,
      action_id: note.actionId,
      text: note.text,
      agreed: note.agreed,
      written_at: note.writtenAt,
    })
    .onConflict((conflict) => conflict.columns(['portal_id', 'note_id', 'revision']).doNothing())
    .executeTakeFirst();
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

function selectNotes(tx: PortalTransaction) {
  return tx.db.selectFrom('talk_note').selectAll().where('portal_id', '=', tx.portalId);
}

function toNote(row: Selectable<TalkNoteTable>): StoredTalkNote {
  return {
    noteId: row.note_id,
    revision: row.revision,
    userId: row.user_id,
    authorId: row.author_id,
    kind: row.kind,
    day: row.day,
    metric: row.metric,
    actionId: row.action_id,
    text: row.text,
    agreed: row.agreed,
    writtenAt: row.written_at,
  };
}
