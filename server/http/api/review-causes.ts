import type { CauseCatalogue, CauseStatistics } from '#contract/review-causes.ts';
import type { CellNumbers } from '#contract/review.ts';
import type { ActionKind } from '#domain/corrective-action.ts';
import { fromDecimal, sum } from '#domain/money.ts';
import { AppError } from '#kernel/errors.ts';
import { can } from '#policy/can.ts';
import { listActions, type StoredAction } from '#store/corrective-actions.ts';
import { addCause, addCauseChange, listNamedCauses, lockCauses } from '#store/review-causes.ts';
import { listReviewItems, type StoredReviewItem } from '#store/review-items.ts';
import type { PortalContext } from '../portal-context.ts';
import { toOriginId } from '../review-actions.ts';
import { listKnownCauses, type KnownCause } from '../review-causes.ts';
import { createMoney } from '../wire-values.ts';

export async function replyCauses(context: PortalContext): Promise<CauseCatalogue> {
  const named = await listNamed(context);
  const originIds = named.flatMap(({ items }) => items.map(({ reviewId, subject }) => toOriginId(reviewId, subject)));
  const actions = (await listActions(context.tx, { origin: 'review', originIds })).filter(({ state }) => state !== 'dropped');
  const known = await listKnownCauses(context.tx);
  return {
    currency: context.portal.baseCurrency,
    causes: known
      .map((cause) => writeCause(context, cause, { named: named.filter(({ causeId }) => causeId === cause.causeId), actions }))
      .toSorted((a, b) => Number(a.isArchived) - Number(b.isArchived) || Number(a.sum) - Number(b.sum) || b.uses - a.uses),
    mayChange: can(context.actor, 'set-review-causes', { kind: 'portal' }),
  };
}

/** Two people who add the same cause get the same one; one that was taken out comes back. */
export async function replyAddCause(
  context: PortalContext,
  { causeId, name }: { causeId: string; name: string },
): Promise<{ causeId: string }> {
  const { tx, session, now } = context;
  await lockCauses(tx);
  const known = (await listKnownCauses(tx)).find((cause) => isCalled(cause, name));
  const by = { by: session.userId, now };
  if (known === undefined) await addCause(tx, { causeId, name, ...by });
  else if (known.isArchived) await addCauseChange(tx, { ...toChange(known), isArchived: false, ...by });
  await context.changed('reviews');
  return { causeId: known?.causeId ?? causeId };
}

export async function replyChangeCause(
  context: PortalContext,
  { causeId, base, name, isArchived }: { causeId: string; base: number; name: string | null; isArchived: boolean },
): Promise<CauseCatalogue> {
  const { tx, session, now } = context;
  await lockCauses(tx);
  const all = await listKnownCauses(tx);
  const known = all.find((cause) => cause.causeId === causeId);
  if (known === undefined) throw new AppError('not-found', 'There is no such cause here');
  const isDone = known.name === (name ?? known.madeAs) && known.isArchived === isArchived;
  if (isDone) return replyCauses(context);
  if (known.revision !== base) throw new AppError('conflict', 'Somebody has changed the cause in the meantime');
  if (name !== null && all.some((cause) => cause.causeId !== causeId && isCalled(cause, name))) {
    throw new AppError('conflict', 'Another cause has this name');
  }
  await addCauseChange(tx, { causeId, revision: base + 1, name, isArchived, by: session.userId, now });
  await context.changed('reviews');
  return replyCauses(context);
}

const isCalled = (cause: KnownCause, name: string): boolean => cause.name?.toLowerCase() === name.toLowerCase();

/** The next change of a cause that keeps what the last one has said of its name. */
function toChange({ causeId, name, madeAs, revision, isArchived }: KnownCause) {
  return { causeId, revision: revision + 1, name: name === madeAs ? null : name, isArchived };
}

interface Named {
  readonly causeId: string;
  readonly subject: string;
  /** In which reviews; the last one says the numbers. */
  readonly items: readonly StoredReviewItem[];
}

/** Numbers of the viewer's people by the cause that was named for them. */
async function listNamed(context: PortalContext): Promise<Named[]> {
  const texts = await listNamedCauses(context.tx);
  const items = await listReviewItems(context.tx, [...new Set(texts.map(({ reviewId }) => reviewId))]);
  const byKey = new Map(items.map((item) => [toOriginId(item.reviewId, item.subject), item]));
  return [...Map.groupBy(texts, ({ causeId, subject }) => `${causeId} ${subject}`).values()].flatMap((group) => {
    const [first] = group;
    const own = group.flatMap(({ reviewId, subject }) => byKey.get(toOriginId(reviewId, subject)) ?? []);
    const isSeen = own.every(({ ownerId }) => ownerId !== null && context.actor.people.has(ownerId));
    return first === undefined || own.length === 0 || !isSeen ? [] : [{ causeId: first.causeId, subject: first.subject, items: own }];
  });
}

function writeCause(
  { portal }: PortalContext,
  { causeId, name, isArchived, revision }: KnownCause,
  { named, actions }: { named: readonly Named[]; actions: readonly StoredAction[] },
): CauseStatistics {
  const keys = new Set(named.flatMap(({ items }) => items.map(({ reviewId, subject }) => toOriginId(reviewId, subject))));
  const own = actions.filter(({ originId }) => originId !== null && keys.has(originId));
  const cells = named.flatMap(({ items }) => (items.at(-1)?.numbers as CellNumbers | null | undefined) ?? []);
  const money = cells.filter(({ metric }) => metric === 'revenue').map(({ deviation }) => fromDecimal(deviation, portal.currencyDigits));
  return {
    causeId,
    name,
    isArchived,
    revision,
    uses: named.reduce((total, { items }) => total + items.length, 0),
    cells: named.length,
    sum: createMoney(portal.currencyDigits)(sum(money)),
    works: listWorks(own),
  };
}

function listWorks(actions: readonly StoredAction[]): CauseStatistics['works'] {
  const count = (of: readonly StoredAction[], effect: StoredAction['effectiveness']): number =>
    of.filter(({ effectiveness }) => effectiveness === effect).length;
  return [...Map.groupBy(actions, ({ kind }) => kind)]
    .map(([kind, of]: [ActionKind, StoredAction[]]) => ({
      kind,
      helped: count(of, 'helped'),
      notHelped: count(of, 'not-helped'),
      unclear: count(of, 'unclear'),
      open: count(of, null),
    }))
    .toSorted((a, b) => b.helped - a.helped || a.notHelped - b.notHelped);
}
