import type { TalkNote, TalkNotes } from '#contract/talk-notes.ts';
import type { Metric } from '#domain/plan.ts';
import { isCatalogueCode } from '#domain/planning/metric-catalogue.ts';
import { listHeadsAbove } from '#domain/reporting-line.ts';
import type { Day } from '#domain/period.ts';
import { AppError } from '#kernel/errors.ts';
import { can, type Resource } from '#policy/can.ts';
import { findAction } from '#store/corrective-actions.ts';
import { addToOutbox } from '#store/outbox.ts';
import { addTalkRevision, listTalkNotes, listTalkRevisions, type StoredTalkNote } from '#store/talk-notes.ts';
import { talkWrittenText } from '#texts/review-notices.ts';
import { findMember, fullName, listName, type PortalContext } from '../portal-context.ts';

export interface TalkRequest {
  readonly noteId: string;
  readonly userId: string;
  readonly kind: TalkNote['kind'];
  readonly day: Day;
  readonly metric: Metric | null;
  readonly actionId: string | null;
  readonly text: string;
  readonly agreed: string;
  readonly base: number;
}

export async function replyTalkNotes(context: PortalContext, { userId }: { userId?: string | undefined }): Promise<TalkNotes> {
  const { actor, session, team, today } = context;
  const stored = await listTalkNotes(context.tx, { about: [...actor.people], authorId: session.userId });
  const notes = [...Map.groupBy(stored, ({ noteId }) => noteId).values()].flatMap((revisions) => {
    const last = revisions.at(-1);
    const isSeen = last !== undefined && can(actor, 'see-talk-note', noteResource(context, last));
    return isSeen && (userId === undefined || String(last.userId) === userId) ? [writeNote(context, last, revisions.slice(0, -1))] : [];
  });
  const people = team.members.filter(
    (member) =>
      member.isActive && can(actor, 'write-talk-note', noteResource(context, { userId: member.userId, authorId: session.userId })),
  );
  return {
    today,
    people: people
      .map((member) => ({ userId: String(member.userId), name: listName(team, member.userId) }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
    notes: notes.toSorted((a, b) => (a.day === b.day ? 0 : a.day < b.day ? 1 : -1)),
  };
}

/** A talk is written down by whoever led it; a correction is a further revision of the same hand, and nothing is rewritten. */
export async function replyWriteTalk(context: PortalContext, request: TalkRequest): Promise<TalkNotes> {
  const { tx, session, now, today } = context;
  const revisions = await listTalkRevisions(tx, request.noteId);
  const last = revisions.at(-1);
  if (request.day > today) throw new AppError('bad-request', 'A talk is written down once it was held');
  if (last !== undefined) demandOwn(context, last, request);
  else await demandWritable(context, request);
  if (last !== undefined && last.revision === request.base + 1 && isSaid(last, request)) return replyTalkNotes(context, {});
  if ((last?.revision ?? 0) !== request.base) throw new AppError('conflict', 'The note was corrected in the meantime');
  const added = await addTalkRevision(tx, {
    noteId: request.noteId,
    revision: request.base + 1,
    userId: BigInt(request.userId),
    authorId: session.userId,
    kind: request.kind,
    day: request.day,
    metric: request.metric,
    actionId: request.actionId,
    text: request.text,
    agreed: request.agreed,
    writtenAt: now,
  });
  if (!added) throw new AppError('conflict', 'The note was corrected in the meantime');
  if (last === undefined) await tellPerson(context, request);
  await context.changed('actions');
  return replyTalkNotes(context, {});
}

/** Whoever it is about reads it too, and hears that it is there. */
async function tellPerson(context: PortalContext, { noteId, userId, day }: TalkRequest): Promise<void> {
  const language = context.portal.language === 'ru' ? 'ru' : 'en';
  await addToOutbox(context.tx, {
    kind: 'notify',
    dedupeKey: `talk-note ${noteId}`,
    payload: {
      userId,
      tag: `kurs:talk:${noteId}`,
      text: talkWrittenText({ author: fullName(context.team, context.session.userId), day }, language),
    },
    now: context.now,
  });
}

function noteResource({ team }: PortalContext, { userId, authorId }: Pick<StoredTalkNote, 'userId' | 'authorId'>): Resource {
  return { kind: 'talk-note', userId, authorId, headsAbove: listHeadsAbove(team, userId) };
}

function demandOwn({ session, actor }: PortalContext, note: StoredTalkNote, request: TalkRequest): void {
  const isSame = note.userId === BigInt(request.userId) && note.kind === request.kind && note.actionId === request.actionId;
  // That there is such a note is told to nobody who may not read it.
  if (note.authorId !== session.userId) throw new AppError('not-found', 'There is no such note here');
  if (!isSame || !actor.isActive) throw new AppError('bad-request', 'A correction is of the same talk');
}

async function demandWritable(context: PortalContext, { userId, actionId }: TalkRequest): Promise<void> {
  const about = BigInt(userId);
  const resource = noteResource(context, { userId: about, authorId: context.session.userId });
  if (!can(context.actor, 'write-talk-note', resource)) throw new AppError('forbidden', 'A talk is written down by who leads the person');
  if (findMember(context.team, about)?.isActive !== true) throw new AppError('bad-request', 'Nobody of this number works here');
  if (actionId === null) return;
  const action = await findAction(context.tx, actionId);
  if (action === undefined || !context.actor.people.has(action.ownerId)) throw new AppError('not-found', 'There is no such decision here');
}

function isSaid(note: StoredTalkNote, request: TalkRequest): boolean {
  return note.text === request.text && note.agreed === request.agreed && note.day === request.day && note.metric === request.metric;
}

function writeNote(context: PortalContext, note: StoredTalkNote, earlier: readonly StoredTalkNote[]): TalkNote {
  const { team, session } = context;
  return {
    noteId: note.noteId,
    revision: note.revision,
    kind: note.kind,
    about: { userId: String(note.userId), name: listName(team, note.userId) },
    author: { userId: String(note.authorId), name: listName(team, note.authorId) },
    actionId: note.actionId,
    ...writeWords(note),
    earlier: earlier.map(writeWords),
    mayCorrect: note.authorId === session.userId,
  };
}

function writeWords({ day, metric, text, agreed, writtenAt }: StoredTalkNote) {
  return { day, metric: metric !== null && isCatalogueCode(metric) ? metric : null, text, agreed, writtenAt: writtenAt.toISOString() };
}
