import { AppError } from '#kernel/errors.ts';
import type { PlanGrid } from '#contract/plan.ts';
import { targetsOf } from '#domain/acknowledgement.ts';
import { applyDraft, listChangedPeople, personScope, type PlanLine } from '#domain/plan.ts';
import type { Day } from '#domain/period.ts';
import type { PeriodKey } from '#domain/planning/plan-period.ts';
import { containsDay } from '#domain/planning/sub-periods.ts';
import { usualEffectiveDay } from '#domain/planning/version-in-force.ts';
import type { KeyRing } from '#kernel/key-ring.ts';
import type { SealKey } from '#ledger/seal.ts';
import { addToOutbox } from '#store/outbox.ts';
import { deleteDraftDimensionLines, listDimensionLines, saveVersionDimensionLines } from '#store/dimension-lines.ts';
import { listSheets, type StoredSheet } from '#store/plan-sheets.ts';
import { saveSheet } from '#store/save-sheet.ts';
import { deleteDraftLines, listDraftLines } from '#store/draft-lines.ts';
import { findLastVersion, listPlanLines, savePlanVersion, type StoredVersion } from '#store/plans.ts';
import { planLink } from '#texts/notice-links.ts';
import { planSentText } from '#texts/notifications.ts';
import { draftConditions } from '../draft-conditions.ts';
import { draftDimensions } from '../draft-dimensions.ts';
import { conditionsOf } from '../plan-conditions.ts';
import { deleteDraftConditions, saveVersionConditions } from '#store/plan-conditions.ts';
import { appendEntry } from '../ledger-entry.ts';
import { readPeriod } from '../asked-period.ts';
import { toOneLine } from '../one-line.ts';
import { takeOpenPlan } from '../open-plan.ts';
import { readDimensionNames } from '../own-dimensions.ts';
import { readDocument, writeSheet, type SheetInput } from '../plan-sheet-document.ts';
import { findMember, fullName, type PortalContext } from '../portal-context.ts';
import { listOwnLines } from '../plan-months.ts';
import { replyPlan } from './plans.ts';

interface PublishRequest {
  readonly month: PeriodKey;
  readonly baseVersion: number;
  readonly reason: string;
  readonly rationale: string;
  /** As is usual when absent. */
  readonly effectiveFrom?: Day | undefined;
}

/** Freezes the author's draft lines into the next version; only people whose own targets changed are asked to sign. */
export async function replyPublish(
  context: PortalContext,
  request: PublishRequest,
  sealKeys: KeyRing<SealKey>,
): Promise<{ version: number; sentTo: string[]; grid: PlanGrid }> {
  const period = readPeriod(request.month);
  const plan = await takeOpenPlan(context, request.month);
  const last = await findLastVersion(context.tx, plan.planId);
  if ((last?.version ?? 0) !== request.baseVersion) throw new AppError('conflict', 'Another version was published in the meantime');
  const effectiveFrom = request.effectiveFrom ?? usualEffectiveDay(period, context.today, last === undefined);
  if (!containsDay(period, effectiveFrom)) throw new AppError('bad-request', 'A version holds from a day of its period');
  if (last !== undefined && request.reason === '') throw new AppError('bad-request', 'A new version needs a reason');
  const before = last === undefined ? [] : await listPlanLines(context.tx, plan.planId, last.version);
  const draft = listOwnLines(context, await listDraftLines(context.tx, plan.planId));
  const after = applyDraft(before, draft);
  const conditions = await draftConditions(context, plan.planId, last);
  const dimensions = await draftDimensions(context, plan.planId, last);
  if (isSame(before, after) && !conditions.isChanged && !dimensions.isChanged)
    throw new AppError('bad-request', 'The draft changes nothing');
  const version: StoredVersion = {
    planId: plan.planId,
    version: (last?.version ?? 0) + 1,
    publishedAt: context.now,
    publishedBy: context.session.userId,
    reason: toOneLine(request.reason),
    rationale: toOneLine(request.rationale),
    effectiveFrom,
  };
  await savePlanVersion(context.tx, version, after);
  await deleteDraftLines(context.tx, plan.planId, draft);
  await saveVersionDimensionLines(context.tx, version, dimensions.after);
  await deleteDraftDimensionLines(context.tx, plan.planId, dimensions.draft);
  await saveVersionConditions(context.tx, version, conditions.stored);
  await deleteDraftConditions(context.tx, plan.planId, conditions.scopes);
  const people: bigint[] = [];
  const dimensionNames = await readDimensionNames(context.tx);
  const concerned = new Set([...listChangedPeople(before, after), ...dimensions.people, ...conditions.listConcerned(after)]);
  for (const userId of concerned) {
    if (findMember(context.team, userId)?.isActive !== true) continue;
    const terms = conditionsOf(context.team, conditions.after, userId);
    const sheet = { period, version, lines: after, parts: dimensions.after, userId, conditions: terms, dimensionNames };
    if (await sendSheet(context, sheet, sealKeys)) people.push(userId);
  }
  await context.changed('plans');
  await context.changed('acknowledgements');
  return { version: version.version, sentTo: people.map(String), grid: await replyPlan(context, request) };
}

function isSame(before: readonly PlanLine[], after: readonly PlanLine[]): boolean {
  const key = (lines: readonly PlanLine[]): string =>
    applyDraft(lines, [])
      .map((line) => `${line.metric} ${line.scope} ${line.value}`)
      .join('\n');
  return key(before) === key(after);
}

/** A plan taken away is a sheet too, so that the old one stops waiting; who never had one gets none. */
async function sendSheet(context: PortalContext, input: Omit<SheetInput, 'previous'>, sealKeys: KeyRing<SealKey>): Promise<boolean> {
  const { version, userId, period } = input;
  const month = period.key;
  const previous = (await listSheets(context.tx, { month, userId })).at(0);
  const hasParts = input.parts.some((part) => part.scope === personScope(userId));
  if (previous === undefined && targetsOf(input.lines, userId).length === 0 && !hasParts) return false;
  const sheet = writeSheet(context, { ...input, previous: previous === undefined ? null : await readPrevious(context, previous) });
  await saveSheet(context.tx, { planId: version.planId, version: version.version, userId, ...sheet });
  await appendEntry(context, sealKeys, {
    type: 'plan.issued',
    actor: { uid: String(context.session.userId), role: 'author', sid: context.session.sessionId, level: 'L1' },
    body: { planId: version.planId, version: version.version, employee: String(userId), planHash: sheet.planHash },
  });
  const document = readDocument(sheet.document);
  const language = context.portal.language === 'ru' ? 'ru' : 'en';
  await addToOutbox(context.tx, {
    kind: 'notify',
    dedupeKey: `plan-sent ${version.planId} ${version.version} ${userId}`,
    payload: {
      userId: String(userId),
      tag: `kurs:plan:${version.planId}:${userId}`,
      link: planLink({ month, version: version.version }, language),
      about: { planId: version.planId, version: version.version, userId: String(userId), kind: 'issued' },
      text: planSentText(
        { month, version: version.version, authorName: fullName(context.team, version.publishedBy), signBefore: document.signBefore },
        language,
      ),
    },
    now: context.now,
  });
  return true;
}

async function readPrevious({ tx }: PortalContext, sheet: StoredSheet): Promise<NonNullable<SheetInput['previous']>> {
  const { version, planHash } = sheet;
  return { version, planHash, lines: await listPlanLines(tx, sheet.planId, version), parts: await listDimensionLines(tx, sheet) };
}
