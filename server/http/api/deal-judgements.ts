import type { DealJudgements, JudgementEntry } from '#contract/deal-judgements.ts';
import { judgeDeal, type DealCategory } from '#domain/forecast/deal-category.ts';
import { personScope } from '#domain/plan.ts';
import { stageKey } from '#domain/stage-percent.ts';
import { AppError } from '#kernel/errors.ts';
import { can, type Resource } from '#policy/can.ts';
import { addJudgement, listJudgementHistory, lockJudgements, type JudgementSubject, type StoredJudgement } from '#store/deal-judgements.ts';
import { findDeal, type DealRow } from '#store/facts.ts';
import { readDealChances } from '../deal-chances.ts';
import { fullName, toActor, type PortalContext } from '../portal-context.ts';

interface Asked {
  readonly dealId: string;
}

/** Whose deal it is; of one that is not there only those learn it who see everybody. */
export async function scopeOfDeal({ tx }: PortalContext, { dealId }: Asked): Promise<Resource> {
  const deal = await findDeal(tx, BigInt(dealId));
  return { kind: 'scope', scope: deal === undefined ? 'company' : personScope(deal.responsibleId) };
}

export async function replyDealJudgements(context: PortalContext, asked: Asked): Promise<DealJudgements> {
  return describeJudgements(context, await readDeal(context, asked));
}

export function replySetDealCategory(
  context: PortalContext,
  { category, ...asked }: Asked & { category: DealCategory | null; reason: string; baseRevision: number },
): Promise<DealJudgements> {
  return setJudgement(context, asked, { subject: 'category', category, percent: null });
}

export function replySetDealChance(
  context: PortalContext,
  { percent, ...asked }: Asked & { percent: number | null; reason: string; baseRevision: number },
): Promise<DealJudgements> {
  return setJudgement(context, asked, { subject: 'chance', category: null, percent });
}

async function setJudgement(
  context: PortalContext,
  asked: Asked & { reason: string; baseRevision: number },
  set: Pick<StoredJudgement, 'subject' | 'category' | 'percent'>,
): Promise<DealJudgements> {
  const { tx, session, now } = context;
  await lockJudgements(tx);
  const deal = await readDeal(context, asked);
  if (deal.semantics !== 'P') throw new AppError('conflict', 'The deal has ended meanwhile');
  const last = lastOf(await listJudgementHistory(tx, deal.dealId), set.subject);
  if (!isOpenTo(context, last)) throw new AppError('forbidden', 'A head has set it, and nobody below changes that');
  if ((last?.revision ?? 0) !== asked.baseRevision) throw new AppError('conflict', 'Somebody has set another one meanwhile');
  if (saysTheSame(last, { ...set, reason: asked.reason })) return describeJudgements(context, deal);
  const { dealId } = deal;
  await addJudgement(tx, { ...set, dealId, revision: asked.baseRevision + 1, reason: asked.reason, setBy: session.userId, setAt: now });
  await context.changed('facts');
  return describeJudgements(context, deal);
}

async function readDeal({ tx }: PortalContext, { dealId }: Asked): Promise<DealRow> {
  const deal = await findDeal(tx, BigInt(dealId));
  if (deal === undefined) throw new AppError('not-found', 'There is no such deal');
  return deal;
}

const lastOf = (history: readonly StoredJudgement[], subject: JudgementSubject): StoredJudgement | undefined =>
  history.filter((entry) => entry.subject === subject).toSorted((a, b) => b.revision - a.revision)[0];

/** The same once more is no change; another reason for it is one, and what is given back already has none. */
function saysTheSame(last: StoredJudgement | undefined, set: Pick<StoredJudgement, 'category' | 'percent' | 'reason'>): boolean {
  if ((last?.category ?? null) !== set.category || (last?.percent ?? null) !== set.percent) return false;
  return !isHeld(last) || set.reason === '' || set.reason === last.reason;
}

const isHeld = (entry: StoredJudgement | undefined): entry is StoredJudgement =>
  entry !== undefined && (entry.category !== null || entry.percent !== null);

/** What somebody above the viewer has set and not taken back stays. */
function isOpenTo({ team, session, actor }: PortalContext, last: StoredJudgement | undefined): boolean {
  if (!isHeld(last) || last.setBy === session.userId || actor.seesCompany) return true;
  return !toActor(team, { userId: last.setBy, isAdmin: false }).people.has(session.userId);
}

export async function describeJudgements(context: PortalContext, deal: DealRow): Promise<DealJudgements> {
  const { tx, actor } = context;
  const history = await listJudgementHistory(tx, deal.dealId);
  const [category, chance] = [lastOf(history, 'category'), lastOf(history, 'chance')];
  const stage = (await readDealChances(tx)).percents.get(stageKey(deal));
  const held = judgeDeal(stage, { category: category?.category ?? null, percent: chance?.percent ?? null });
  const mayJudge = deal.semantics === 'P' && can(actor, 'judge-deal', { kind: 'scope', scope: personScope(deal.responsibleId) });
  const write = (entry: StoredJudgement): JudgementEntry => toEntry(context, entry);
  return {
    dealId: String(deal.dealId),
    ...{ category: held.category, stageCategory: stage?.category ?? 'pipeline' },
    ...{ percent: held.winPercent, stagePercent: stage?.winPercent ?? 0 },
    categoryLock: isHeld(category) ? write(category) : null,
    chanceLock: isHeld(chance) ? write(chance) : null,
    mayCategory: mayJudge && isOpenTo(context, category),
    mayChance: mayJudge && isOpenTo(context, chance),
    ...{ categoryRevision: category?.revision ?? 0, chanceRevision: chance?.revision ?? 0 },
    history: history.map(write),
  };
}

function toEntry({ team }: PortalContext, { subject, revision, category, percent, reason, setBy, setAt }: StoredJudgement): JudgementEntry {
  const by = { userId: String(setBy), name: fullName(team, setBy) };
  return { subject, revision, category, percent, reason, setBy: by, setAt: setAt.toISOString() };
}
