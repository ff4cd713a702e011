import { AppError } from '#kernel/errors.ts';
import type { Decision, Receipt } from '#contract/acknowledgement.ts';
import { workdayAfter } from '#domain/acknowledgement.ts';
import type { Day } from '#domain/period.ts';
import { findHeadAbove } from '#domain/reporting-line.ts';
import { talkWorkdays, type SigningRules } from '#domain/signing-rules.ts';
import type { EntryType } from '#ledger/entry.ts';
import { hashSaltedText, noPrevious } from '#ledger/entry.ts';
import type { KeyRing } from '#kernel/key-ring.ts';
import type { SealKey } from '#ledger/seal.ts';
import { lockLedgerHead } from '#store/ledger.ts';
import { addToOutbox } from '#store/outbox.ts';
import type { StoredSheet } from '#store/plan-sheets.ts';
import { findChallenge, saveSignature, type StoredChallenge } from '#store/signatures.ts';
import { planLink, signingLink } from '#texts/notice-links.ts';
import { disagreementText, receiptText } from '#texts/notifications.ts';
import { writeCircumstances, type Sender } from '../circumstances.ts';
import { appendEntry } from '../ledger-entry.ts';
import { fullName, type PortalContext } from '../portal-context.ts';
import { provePin } from '../pin-check.ts';
import { saltText } from '../salted-text.ts';
import { canBreakDown } from '../sheet-breakdown.ts';
import { readRules } from '../signing-rules.ts';
import type { Web } from '../web.ts';
import { findReceipt, findSheet, saveOpening, type SheetPath } from './acknowledgement.ts';

interface SignRequest extends SheetPath {
  readonly challengeId: string;
  readonly planHash: string;
  readonly decision: Decision;
  readonly text: string;
  /** How surely it is the person. */
  readonly level: 'L1' | 'L2';
  readonly sender: Sender;
}

/** Where the portal signs with PINs the person's is proven first; what was answered already is only read again. */
export async function prepareSigning(
  web: Web,
  context: PortalContext,
  request: SheetPath & { pin?: string | undefined },
): Promise<() => Promise<'L1' | 'L2'>> {
  const { level } = await readRules(context);
  const sheet = level === 'L1' ? undefined : await findSheet(context, request);
  if (sheet === undefined || sheet.signature !== null) return async () => 'L1';
  const { portalId, userId } = context.session;
  return () => provePin(web, { portalId, userId }, request.pin);
}

const entryTypes: Readonly<Record<Decision, EntryType>> = {
  signed: 'plan.signed',
  'signed-with-objections': 'plan.signed_with_objections',
  refused: 'plan.refused',
};

/** Opening is an act of its own: the first one is written to the ledger. */
export async function replyOpen(context: PortalContext, path: SheetPath, by: { sealKeys: KeyRing<SealKey>; systemNow: Date }) {
  const sheet = await findSheet(context, path);
  if (sheet.isSuperseded && sheet.signature === null) throw new AppError('conflict', 'A newer version of this plan was sent');
  const opening = await saveOpening(context, sheet, by.systemNow);
  if (sheet.openedAt === null) {
    await appendEntry(context, by.sealKeys, {
      type: 'plan.viewed',
      actor: actorOf(context),
      body: { planId: sheet.planId, version: sheet.version, planHash: sheet.planHash },
    });
    await context.changed('acknowledgements');
  }
  return opening;
}

/** Binds the decision to the hash of the version that was shown; the same request again returns the same receipt. */
export async function replySign(
  context: PortalContext,
  request: SignRequest,
  by: { sealKeys: KeyRing<SealKey>; systemNow: Date },
): Promise<Receipt> {
  // Two requests of one person wait here for each other, so that the second one sees what the first has done.
  await lockLedgerHead(context.tx, { entryHash: noPrevious, at: context.now });
  const sheet = await findSheet(context, request);
  const challenge = await findOwnChallenge(context, request, sheet);
  const earlier = await findReceipt(context, sheet);
  if (earlier !== null) return repeated(earlier, sheet, request);
  checkRequest(challenge, sheet, request, by.systemNow);
  const rules = await readRules(context);
  const isAccepted = request.decision !== 'refused';
  if (isAccepted && rules.isBreakdownRequired && sheet.breakdown === null && canBreakDown(sheet))
    throw new AppError('conflict', 'Spread the plan over weeks before signing');
  const text = request.decision === 'signed' ? null : saltText(toStoredText(request.text));
  const circumstances = saltText(writeCircumstances(context, request.sender));
  const breakdownHash = isAccepted ? (sheet.breakdown?.hash ?? null) : null;
  const replyBefore = toReplyDay(context, request.decision, rules);
  const entry = await appendEntry(context, by.sealKeys, {
    type: entryTypes[request.decision],
    actor: { ...actorOf(context), level: request.level },
    body: {
      planId: sheet.planId,
      version: sheet.version,
      planHash: sheet.planHash,
      challengeId: request.challengeId,
      textSaltedSha256: text === null ? null : hashSaltedText(text),
      circumstancesSaltedSha256: hashSaltedText(circumstances),
      breakdownSha256: breakdownHash,
      replyBefore,
    },
  });
  await saveSignature(context.tx, {
    planId: sheet.planId,
    version: sheet.version,
    userId: context.session.userId,
    decision: request.decision,
    text,
    circumstances,
    planHash: sheet.planHash,
    challengeId: request.challengeId,
    sequence: entry.sequence,
    signedAt: entry.at,
    usedAt: by.systemNow,
    breakdownHash,
    replyBefore,
  });
  await sendReceipt(context, sheet, entry);
  if (request.decision !== 'signed') await tellHead(context, sheet, { ...request, decision: request.decision, replyBefore, entry });
  await context.changed('acknowledgements');
  const receipt = await findReceipt(context, await findSheet(context, request));
  if (receipt === null) throw new AppError('internal', 'The signature was not found after it was saved');
  return receipt;
}

/** What was opened before: of this person, and of this version. */
async function findOwnChallenge(
  { tx, session }: PortalContext,
  { challengeId }: SignRequest,
  sheet: StoredSheet,
): Promise<StoredChallenge> {
  const challenge = await findChallenge(tx, challengeId);
  const isOwn = challenge?.userId === session.userId && challenge.planId === sheet.planId && challenge.version === sheet.version;
  if (!isOwn) throw new AppError('conflict', 'Open the plan again before signing');
  return challenge;
}

/** After a refusal a talk within two working days, after objections an answer within as many as the portal gives. */
function toReplyDay(context: PortalContext, decision: Decision, rules: SigningRules): Day | null {
  if (decision === 'signed') return null;
  return workdayAfter(context.calendar, context.today, decision === 'refused' ? talkWorkdays : rules.answerWorkdays);
}

async function tellHead(
  context: PortalContext,
  sheet: StoredSheet,
  act: { decision: 'signed-with-objections' | 'refused'; text: string; replyBefore: Day | null; entry: { entryHash: string } },
): Promise<void> {
  const told = { month: sheet.month, authorName: fullName(context.team, sheet.userId), text: act.text, decision: act.decision };
  const language = context.portal.language === 'ru' ? 'ru' : 'en';
  await addToOutbox(context.tx, {
    kind: 'notify',
    dedupeKey: `disagreement ${act.entry.entryHash}`,
    payload: {
      userId: String(findHeadAbove(context.team, sheet.userId) ?? sheet.publishedBy),
      tag: `kurs:disagreement:${sheet.planId}:${sheet.userId}`,
      text: disagreementText({ ...told, replyBefore: act.replyBefore ?? context.today }, language),
      link: signingLink(sheet, language),
    },
    now: context.now,
  });
}

function toStoredText(text: string): string {
  return text.toWellFormed().normalize('NFC');
}

function checkRequest(
  challenge: { planHash: string; expiresAt: Date; usedAt: Date | null },
  sheet: StoredSheet,
  request: SignRequest,
  systemNow: Date,
): void {
  if (sheet.isSuperseded) throw new AppError('conflict', 'A newer version of this plan was sent');
  if (sheet.readAt === null) throw new AppError('conflict', 'Read the plan to its end before signing');
  if (request.planHash !== sheet.planHash || challenge.planHash !== sheet.planHash)
    throw new AppError('conflict', 'This is not the version that was shown');
  if (challenge.expiresAt <= systemNow || challenge.usedAt !== null) throw new AppError('conflict', 'Open the plan again before signing');
  if (request.decision !== 'signed' && request.text === '') throw new AppError('bad-request', 'Say what you do not agree with');
}

function repeated(receipt: Receipt, sheet: StoredSheet, request: SignRequest): Receipt {
  const isSame =
    sheet.signature?.challengeId === request.challengeId && receipt.decision === request.decision && sheet.planHash === request.planHash;
  if (isSame && (receipt.text ?? '') === (request.decision === 'signed' ? '' : toStoredText(request.text))) return receipt;
  throw new AppError('conflict', 'This version has been answered already');
}

function actorOf(context: PortalContext) {
  return { uid: String(context.session.userId), role: 'employee', sid: context.session.sessionId, level: 'L1' } as const;
}

async function sendReceipt(context: PortalContext, sheet: StoredSheet, entry: { sequence: bigint; entryHash: string }): Promise<void> {
  const code = entry.entryHash.slice(0, 16);
  const language = context.portal.language === 'ru' ? 'ru' : 'en';
  await addToOutbox(context.tx, {
    kind: 'notify',
    dedupeKey: `receipt ${entry.entryHash}`,
    payload: {
      userId: String(sheet.userId),
      tag: `kurs:rcpt:${code}`,
      text: receiptText({ month: sheet.month, version: sheet.version, sequence: Number(entry.sequence), code }, language),
      link: planLink(sheet, language),
    },
    now: context.now,
  });
}
