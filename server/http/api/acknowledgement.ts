import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import type { MyPlans, PlanSheet, Receipt } from '#contract/acknowledgement.ts';
import { toDay } from '#kernel/calendar-day.ts';
import type { PeriodKey } from '#domain/planning/plan-period.ts';
import { isRetroactive } from '#domain/planning/version-in-force.ts';
import { can } from '#policy/can.ts';
import { markForKeeping } from '#store/evidence.ts';
import { listLedgerEntries } from '#store/ledger.ts';
import { listSheets, type StoredSheet } from '#store/plan-sheets.ts';
import { listSheetMessages } from '#store/sheet-acts.ts';
import { saveChallenge } from '#store/signatures.ts';
import { listVersions } from '#store/plans.ts';
import { findPaper, findReply } from '#store/sheet-replies.ts';
import { departmentName, readDocument } from '../plan-sheet-document.ts';
import { companyName, fullName, type PortalContext } from '../portal-context.ts';
import { readReceipt } from '../evidence-receipt.ts';
import { readBreakdown } from '../sheet-breakdown.ts';
import { latestFirst, stateOf } from '../signing.ts';
import { readRules } from '../signing-rules.ts';

export interface SheetPath {
  readonly month: PeriodKey;
  readonly version: number;
  readonly userId: string;
}

export async function replyMyPlans(context: PortalContext): Promise<MyPlans> {
  const sheets = latestFirst(await listSheets(context.tx, { userId: context.session.userId }));
  return {
    sheets: sheets.map((sheet) => ({
      month: sheet.month,
      version: sheet.version,
      state: stateOf(sheet),
      publishedAt: sheet.publishedAt.toISOString(),
      authorName: fullName(context.team, sheet.publishedBy),
    })),
  };
}

export async function findSheet(context: PortalContext, path: SheetPath): Promise<StoredSheet> {
  const sheet = (await listSheets(context.tx, { month: path.month, version: path.version, userId: BigInt(path.userId) })).at(0);
  if (sheet === undefined) throw new AppError('not-found', 'There is no such plan sheet');
  return sheet;
}

export async function replySheet(context: PortalContext, path: SheetPath): Promise<PlanSheet> {
  const sheet = await findSheet(context, path);
  const document = readDocument(sheet.document);
  const state = stateOf(sheet);
  const previous = (await listVersions(context.tx, sheet.planId)).find((version) => version.version === document.previousVersion);
  return {
    month: sheet.month,
    version: sheet.version,
    userId: String(sheet.userId),
    personName: fullName(context.team, sheet.userId),
    departmentName: departmentName(context, sheet.userId),
    companyName: companyName(context),
    authorName: fullName(context.team, sheet.publishedBy),
    publishedAt: sheet.publishedAt.toISOString(),
    currency: document.currency,
    workdays: document.workdays,
    effectiveFrom: sheet.effectiveFrom,
    isRetroactive: isRetroactive({ effectiveFrom: sheet.effectiveFrom, publishedOn: toDay(sheet.publishedAt, context.portal.timeZone) }),
    signBefore: document.signBefore,
    callSeconds: document.callSeconds,
    targets: document.targets.map((target) => ({ metric: target.kpi, value: target.value, was: target.was })),
    weeks: document.weeks,
    dimensionNames: document.dimensionNames,
    parts: document.parts.map(({ kpi, dimensions, ...part }) => ({ metric: kpi, key: dimensions, ...part })),
    previousVersion: document.previousVersion,
    previousPublishedAt: previous?.publishedAt.toISOString() ?? null,
    reason: document.reason,
    rationale: document.rationale,
    text: sheet.humanText?.text ?? '',
    planHash: sheet.planHash,
    isErased: sheet.humanText === null,
    state,
    deliveredAt: sheet.deliveredAt?.toISOString() ?? null,
    openedAt: sheet.openedAt?.toISOString() ?? null,
    readAt: sheet.readAt?.toISOString() ?? null,
    messages: (await listSheetMessages(context.tx, sheet)).map((message) => ({
      messageId: message.messageId,
      authorId: String(message.authorId),
      authorName: fullName(context.team, message.authorId),
      isAnswer: message.authorId !== sheet.userId,
      text: message.text ?? '',
      at: message.writtenAt.toISOString(),
    })),
    isBreakdownRequired: (await readRules(context)).isBreakdownRequired && document.weeks.length > 0,
    breakdown: toBreakdown(sheet),
    receipt: await findReceipt(context, sheet),
    reply: await readReply(context, sheet),
    paper: await readPaper(context, sheet),
    canSign: sheet.signature === null && !sheet.isSuperseded && can(context.actor, 'sign-sheet', { kind: 'sheet', userId: sheet.userId }),
    canAnswer: sheet.humanText !== null && can(context.actor, 'answer-sheet', { kind: 'sheet', userId: sheet.userId }),
  };
}

function toBreakdown({ breakdown }: StoredSheet): PlanSheet['breakdown'] {
  if (breakdown === null || breakdown.text === null) return null;
  return { ...readBreakdown(breakdown.text), hash: breakdown.hash, savedAt: breakdown.savedAt.toISOString() };
}

async function readReply(context: PortalContext, sheet: StoredSheet): Promise<PlanSheet['reply']> {
  const reply = sheet.signature === null ? undefined : await findReply(context.tx, sheet);
  if (reply === undefined) return null;
  return { authorName: fullName(context.team, reply.authorId), text: reply.text?.text ?? '', at: reply.answeredAt.toISOString() };
}

async function readPaper(context: PortalContext, sheet: StoredSheet): Promise<PlanSheet['paper']> {
  const paper = sheet.onPaperAt === null ? undefined : await findPaper(context.tx, sheet);
  if (paper === undefined) return null;
  return {
    at: paper.recordedAt.toISOString(),
    recordedBy: fullName(context.team, paper.recordedBy),
    scanSha256: paper.scanHash,
    witnesses: z.array(z.string()).parse(paper.witnesses ?? []),
  };
}

const WrittenEntry = z.object({ actor: z.object({ level: z.enum(['L1', 'L2', 'L3']) }) });

/** The receipt of a signed sheet, read back from the ledger it stands in. */
export async function findReceipt(context: PortalContext, sheet: StoredSheet): Promise<Receipt | null> {
  if (sheet.signature === null) return null;
  const entry = (await listLedgerEntries(context.tx, sheet.signature.sequence - 1n, 1)).at(0);
  if (entry === undefined) throw new AppError('internal', 'A signature without its ledger entry');
  markForKeeping(context.tx, entry.sequence);
  return {
    decision: sheet.signature.decision,
    at: sheet.signature.signedAt.toISOString(),
    signer: fullName(context.team, sheet.userId),
    version: sheet.version,
    level: WrittenEntry.parse(JSON.parse(entry.entry)).actor.level,
    text: sheet.signature.text?.text ?? null,
    breakdownHash: sheet.signature.breakdownHash,
    replyBefore: sheet.signature.replyBefore,
    sequence: Number(entry.sequence),
    planHash: sheet.planHash,
    entryHash: entry.entryHash,
    previousHash: entry.previousHash,
    sealKeyId: entry.sealKeyId,
    proof: await readReceipt(context.tx, context.portal.memberId, entry),
  };
}

/** Ten minutes to decide after the sheet was opened; opening it again gives a new challenge. */
const challengeMs = 600_000;

export async function saveOpening(
  context: PortalContext,
  sheet: StoredSheet,
  systemNow: Date,
): Promise<{ challengeId: string; planHash: string; expiresAt: string }> {
  const challengeId = uuidv7();
  const expiresAt = new Date(systemNow.getTime() + challengeMs);
  await saveChallenge(context.tx, {
    challengeId,
    sessionId: context.session.sessionId,
    userId: context.session.userId,
    planId: sheet.planId,
    version: sheet.version,
    planHash: sheet.planHash,
    createdAt: context.now,
    expiresAt,
  });
  return { challengeId, planHash: sheet.planHash, expiresAt: expiresAt.toISOString() };
}
