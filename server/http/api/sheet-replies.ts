import { randomBytes } from 'node:crypto';
import { AppError } from '#kernel/errors.ts';
import type { KeyRing } from '#kernel/key-ring.ts';
import type { PlanSheet } from '#contract/acknowledgement.ts';
import { toCanonicalJson } from '#ledger/canonical-json.ts';
import { hashSaltedText, hashWitnesses, noPrevious } from '#ledger/entry.ts';
import type { SealKey } from '#ledger/seal.ts';
import { lockLedgerHead } from '#store/ledger.ts';
import { addToOutbox } from '#store/outbox.ts';
import type { StoredSheet } from '#store/plan-sheets.ts';
import { findReply, savePaper, saveReply } from '#store/sheet-replies.ts';
import { planLink } from '#texts/notice-links.ts';
import { objectionAnsweredText } from '#texts/notifications.ts';
import { appendEntry } from '../ledger-entry.ts';
import { fullName, type PortalContext } from '../portal-context.ts';
import { saltText } from '../salted-text.ts';
import { findSheet, replySheet, type SheetPath } from './acknowledgement.ts';

interface Sealing {
  readonly sealKeys: KeyRing<SealKey>;
}

/** A head's answer to objections, or what was agreed after a refusal; the person's own text stays beside it. */
export async function replyReply(context: PortalContext, request: SheetPath & { text: string }, by: Sealing): Promise<PlanSheet> {
  const sheet = await lockSheet(context, request);
  if (sheet.signature === null || sheet.signature.decision === 'signed') throw new AppError('conflict', 'There is nothing to answer');
  if ((await findReply(context.tx, sheet)) !== undefined) throw new AppError('conflict', 'It was answered already');
  const salted = saltText(request.text.normalize('NFC'));
  const { text } = salted;
  const entry = await appendEntry(context, by.sealKeys, {
    type: 'objection.answered',
    actor: headOf(context),
    body: { ...aboutSheet(sheet), decisionSequence: String(sheet.signature.sequence), textSaltedSha256: hashSaltedText(salted) },
  });
  const { session } = context;
  await saveReply(context.tx, sheet, { authorId: session.userId, text: salted, answeredAt: entry.at, sequence: entry.sequence });
  const language = context.portal.language === 'ru' ? 'ru' : 'en';
  await addToOutbox(context.tx, {
    kind: 'notify',
    dedupeKey: `objection-answered ${entry.entryHash}`,
    payload: {
      userId: String(sheet.userId),
      tag: `kurs:reply:${sheet.planId}:${sheet.version}`,
      text: objectionAnsweredText({ month: sheet.month, authorName: fullName(context.team, session.userId), text }, language),
      link: planLink(sheet, language),
    },
    now: context.now,
  });
  await context.changed('acknowledgements');
  return replySheet(context, request);
}

/** The fallback for whoever does not sign here: clearly another act than a signature. */
export async function replyPaper(
  context: PortalContext,
  request: SheetPath & { scanSha256: string; witnesses: readonly string[] },
  by: Sealing,
): Promise<PlanSheet> {
  const sheet = await lockSheet(context, request);
  const { signature } = sheet;
  if (sheet.onPaperAt !== null || (signature !== null && signature.decision !== 'refused'))
    throw new AppError('conflict', 'This version has been answered already');
  if (sheet.isSuperseded) throw new AppError('conflict', 'A newer version of this plan was sent');
  const names = request.witnesses.map((name) => name.normalize('NFC'));
  if (new Set(names).size !== names.length) throw new AppError('bad-request', 'Two different people witness it');
  const salt = randomBytes(16).toString('hex');
  const entry = await appendEntry(context, by.sealKeys, {
    type: 'plan.paper_ack',
    actor: headOf(context),
    body: {
      ...aboutSheet(sheet),
      scanSha256: request.scanSha256,
      witnessesSha256: hashWitnesses(toCanonicalJson({ salt, names })),
    },
  });
  await savePaper(context.tx, sheet, {
    recordedBy: context.session.userId,
    scanHash: request.scanSha256,
    witnesses: names,
    witnessesSalt: salt,
    recordedAt: entry.at,
    sequence: entry.sequence,
  });
  await context.changed('acknowledgements');
  return replySheet(context, request);
}

async function lockSheet(context: PortalContext, path: SheetPath): Promise<StoredSheet> {
  await lockLedgerHead(context.tx, { entryHash: noPrevious, at: context.now });
  return findSheet(context, path);
}

function headOf({ session }: PortalContext) {
  return { uid: String(session.userId), role: 'head', sid: session.sessionId, level: 'L1' } as const;
}

function aboutSheet(sheet: StoredSheet) {
  return { planId: sheet.planId, version: sheet.version, employee: String(sheet.userId), planHash: sheet.planHash };
}
