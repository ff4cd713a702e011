import type { Review, ReviewField, ReviewItem } from '#contract/review.ts';
import { idOfScope } from '#domain/plan.ts';
import { parseSubject } from '#domain/review/subject.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { can } from '#policy/can.ts';
import { listActions, type StoredAction } from '#store/corrective-actions.ts';
import { listTexts, type StoredText } from '#store/review-texts.ts';
import { listTurns, type StoredTurn } from '#store/review-items.ts';
import { listReviewsOf } from '#store/reviews.ts';
import { getReviewOf, resourceOf, stateOf, type OpenReview } from '../open-review.ts';
import { listName, type PortalContext } from '../portal-context.ts';
import { readAgenda, type Agenda, type AgendaEntry } from '../review-agenda.ts';
import { subjectOf, toOriginId, writeAction } from '../review-actions.ts';
import { writeCauses } from '../review-causes.ts';
import { listScopePeople } from '../review-cells.ts';
import { writeFields } from '../review-fields.ts';
import { nextDayOf } from '../review-time.ts';
import { scopeName } from '../scope-name.ts';

const hourMs = 3_600_000;

export async function replyReview(context: PortalContext, { reviewId }: { reviewId: string }): Promise<Review> {
  const open = await getReviewOf(context, reviewId);
  const { review, series } = open;
  const agenda = await readAgenda(context, open);
  const texts = Map.groupBy(await listTexts(context.tx, [reviewId]), ({ subject }) => subject);
  const originIds = agenda.entries.map(({ subject }) => toOriginId(reviewId, subject));
  const actions = Map.groupBy((await listActions(context.tx, { origin: 'review', originIds })).toReversed(), subjectOf);
  const turns = await listTurns(context.tx, reviewId);
  const mayRun = can(context.actor, 'run-review', resourceOf(context, series));
  const zone = context.portal.timeZone;
  const followers = review.finishedAt === null ? [] : await listReviewsOf(context.tx, [series.seriesId]);
  const next = followers.find(({ plannedAt }) => plannedAt > review.plannedAt);
  const current = review.finishedAt === null ? turns.at(-1) : undefined;
  return {
    reviewId,
    seriesId: series.seriesId,
    regulations: series,
    scope: series.scope,
    scopeName: scopeName(context, series.scope),
    state: stateOf(review),
    plannedAt: review.plannedAt.toISOString(),
    prepareBefore: new Date(review.plannedAt.getTime() - series.prepareHours * hourMs).toISOString(),
    startedAt: review.startedAt?.toISOString() ?? null,
    finishedAt: review.finishedAt?.toISOString() ?? null,
    now: context.now.toISOString(),
    month: agenda.month,
    currency: context.portal.baseCurrency,
    closedDay: agenda.closedDay,
    factsAt: agenda.factsAt.toISOString(),
    people: listPreparation(context, open, { agenda, texts }),
    items: agenda.entries
      .filter((entry) => isSeen(context, entry))
      .map((entry) => writeItem(context, { entry, agenda, texts, actions, seconds: secondsOf(entry.subject, turns, context.now), mayRun })),
    left: mayRun ? agenda.left : 0,
    current: current?.subject == null ? null : { subject: current.subject, since: current.at.toISOString() },
    causes: await writeCauses(context.tx),
    owners: mayRun ? listScopeNames(context, series.scope) : [],
    nextDay: nextDayOf(context, series, toDay(review.plannedAt > context.now ? review.plannedAt : context.now, zone)),
    nextAt: next?.plannedAt.toISOString() ?? null,
    mayRun,
  };
}

/** Numbers and decisions of others stay with those who may see them; a question is asked of everybody. */
function isSeen({ actor }: PortalContext, { kind, ownerId }: AgendaEntry): boolean {
  return kind === 'question' || ownerId === null || actor.people.has(ownerId);
}

interface ItemParts {
  readonly entry: AgendaEntry;
  readonly agenda: Agenda;
  readonly texts: ReadonlyMap<string, readonly StoredText[]>;
  readonly actions: ReadonlyMap<string, readonly StoredAction[]>;
  readonly seconds: number;
  readonly mayRun: boolean;
}

function writeItem(context: PortalContext, { entry, agenda, texts, actions, seconds, mayRun }: ItemParts): ReviewItem {
  const { subject, kind, ownerId, cell } = entry;
  const about = parseSubject(subject);
  const earlier = about?.kind === 'decision' ? agenda.earlier.find(({ action }) => action.actionId === about.id) : undefined;
  const question = about?.kind === 'question' ? agenda.questions.find(({ questionId }) => questionId === about.id) : undefined;
  const aboutId = earlier?.about == null ? undefined : idOfScope(earlier.about.scope);
  return {
    subject,
    kind,
    owner: ownerId === null ? null : { userId: String(ownerId), name: listName(context.team, ownerId) },
    cell,
    question: question?.text ?? null,
    decision: earlier === undefined ? null : writeAction(context, earlier.action),
    about: earlier?.about ?? null,
    aboutName: aboutId === undefined ? null : listName(context.team, aboutId),
    texts: writeFields(context, texts.get(subject) ?? []),
    actions: (actions.get(subject) ?? []).map((action) => writeAction(context, action)),
    seconds,
    mayPrepare: mayRun || ownerId === context.session.userId,
  };
}

/** Every time it was turned to, up to the next turn or to now. */
function secondsOf(subject: string, turns: readonly StoredTurn[], now: Date): number {
  const spent = turns.map((turn, at) => (turn.subject === subject ? (turns[at + 1]?.at ?? now).getTime() - turn.at.getTime() : 0));
  return Math.round(spent.reduce((total, ms) => total + ms, 0) / 1000);
}

const preparedFields: ReadonlySet<ReviewField> = new Set<ReviewField>(['why', 'proposal']);

/** Prepared is who has written both for each red cell; where everybody prepares, people without one are. */
export function listPreparation(
  context: PortalContext,
  { series }: OpenReview,
  { agenda, texts }: { agenda: Agenda; texts: ReadonlyMap<string, readonly StoredText[]> },
): Review['people'] {
  const own = Map.groupBy(
    agenda.entries.filter(({ kind }) => kind === 'cell'),
    ({ ownerId }) => ownerId,
  );
  const hasWritten = (subject: string): boolean => {
    const fields = (texts.get(subject) ?? []).filter(({ value }) => value !== '').map(({ field }) => field as ReviewField);
    return [...preparedFields].every((field) => fields.includes(field));
  };
  return listScopePeople(context, series.scope)
    .filter((userId) => context.actor.people.has(userId) && (series.preparedBy === 'everyone' || own.has(userId)))
    .map((userId) => {
      const cells = own.get(userId) ?? [];
      const isPrepared = cells.every(({ subject }) => hasWritten(subject));
      return { userId: String(userId), name: listName(context.team, userId), cells: cells.length, isPrepared };
    });
}

function listScopeNames(context: PortalContext, scope: string): Review['owners'] {
  const people = new Set([...listScopePeople(context, scope).filter((userId) => context.actor.people.has(userId)), context.session.userId]);
  return [...people]
    .map((userId) => ({ userId: String(userId), name: listName(context.team, userId) }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}
