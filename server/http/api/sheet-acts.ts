import { AppError } from '#kernel/errors.ts';
import type { KeyRing } from '#kernel/key-ring.ts';
import type { PlanSheet } from '#contract/acknowledgement.ts';
import { findHeadAbove } from '#domain/reporting-line.ts';
import { noPrevious } from '#ledger/entry.ts';
import type { SealKey } from '#ledger/seal.ts';
import { lockLedgerHead } from '#store/ledger.ts';
import { addToOutbox } from '#store/outbox.ts';
import type { StoredSheet } from '#store/plan-sheets.ts';
import { addSheetMessage, saveReading } from '#store/sheet-acts.ts';
import { planLink, signingLink } from '#texts/notice-links.ts';
import { sheetAnswerText, sheetQuestionText } from '#texts/notifications.ts';
import { appendEntry } from '../ledger-entry.ts';
import { fullName, type PortalContext } from '../portal-context.ts';
import { findSheet, replySheet, type SheetPath } from './acknowledgement.ts';

/** Reading to the end is an act of its own; the first one is written to the ledger. */
export async function replyRead(context: PortalContext, path: SheetPath, by: { sealKeys: KeyRing<SealKey> }): Promise<PlanSheet> {
  // Two requests of one person wait here for each other, so that the second one sees what the first has done.
  await lockLedgerHead(context.tx, { entryHash: noPrevious, at: context.now });
  const sheet = await findSheet(context, path);
  if (sheet.openedAt === null) throw new AppError('conflict', 'Open the plan before it is read');
  if (sheet.isSuperseded && sheet.signature === null) throw new AppError('conflict', 'A newer version of this plan was sent');
  if (sheet.readAt === null) {
    const { session } = context;
    const entry = await appendEntry(context, by.sealKeys, {
      type: 'plan.read',
      actor: { uid: String(session.userId), role: 'employee', sid: session.sessionId, level: 'L1' },
      body: { planId: sheet.planId, version: sheet.version, planHash: sheet.planHash },
    });
    await saveReading(context.tx, sheet, { readAt: entry.at, sequence: entry.sequence });
    await context.changed('acknowledgements');
  }
  return replySheet(context, path);
}

/** A question goes to the head above the person, an answer to the person. */
export async function replyWrite(context: PortalContext, request: SheetPath & { text: string }): Promise<PlanSheet> {
  const { session } = context;
  const sheet = await findSheet(context, request);
  const isAnswer = session.userId !== sheet.userId;
  const text = request.text.normalize('NFC');
  const messageId = await addSheetMessage(context.tx, sheet, { authorId: session.userId, text, writtenAt: context.now });
  const receiver = isAnswer ? sheet.userId : (findHeadAbove(context.team, sheet.userId) ?? sheet.publishedBy);
  if (receiver !== session.userId) await tellOfMessage(context, sheet, { messageId, receiver, text, isAnswer });
  await context.changed('acknowledgements');
  return replySheet(context, request);
}

async function tellOfMessage(
  context: PortalContext,
  sheet: StoredSheet,
  message: { messageId: string; receiver: bigint; text: string; isAnswer: boolean },
): Promise<void> {
  const language = context.portal.language === 'ru' ? 'ru' : 'en';
  const told = { month: sheet.month, authorName: fullName(context.team, context.session.userId), text: message.text };
  await addToOutbox(context.tx, {
    kind: 'notify',
    dedupeKey: `sheet-message ${message.messageId}`,
    payload: {
      userId: String(message.receiver),
      tag: `kurs:message:${message.messageId}`,
      link: message.isAnswer ? planLink(sheet, language) : signingLink(sheet, language),
      text: message.isAnswer ? sheetAnswerText(told, language) : sheetQuestionText(told, language),
    },
    now: context.now,
  });
}
