import { AppError } from '#kernel/errors.ts';
import type { KeyRing } from '#kernel/key-ring.ts';
import type { SigningPin, SigningPins } from '#contract/signing-pin.ts';
import { fullFromMs, isWeakPin, triesLeft } from '#domain/signing-pin.ts';
import { hashText } from '#ledger/entry.ts';
import type { SealKey } from '#ledger/seal.ts';
import { findAcceptance, saveAcceptance } from '#store/agreements.ts';
import { addToOutbox } from '#store/outbox.ts';
import { findPin, listPins, resetPin, savePin, type StoredPin } from '#store/signing-pins.ts';
import { pinResetText, pinSetText } from '#texts/notifications.ts';
import { agreementText, agreementVersion } from '#texts/signing-agreement.ts';
import { appendEntry } from '../ledger-entry.ts';
import type { StoredHash } from '../pin-hash.ts';
import { provePin } from '../pin-check.ts';
import { listName, findMember, type PortalContext } from '../portal-context.ts';
import { readRules } from '../signing-rules.ts';
import type { Web } from '../web.ts';

interface SetRequest {
  readonly pin: string;
  readonly earlierPin?: string | undefined;
  readonly agreementHash: string;
}

export async function replySigningPin(context: PortalContext, systemNow: Date): Promise<SigningPin> {
  const pin = await findPin(context.tx, context.session.userId);
  const agreement = readAgreement(context);
  const accepted = await findAcceptance(context.tx, context.session.userId, agreementVersion);
  const lockedUntil = tellLock(context, pin, systemNow);
  return {
    isAsked: (await readRules(context)).level === 'L2',
    isSet: pin !== undefined,
    setAt: pin?.setAt.toISOString() ?? null,
    fullFrom: pin === undefined ? null : new Date(fullFromMs(pin)).toISOString(),
    triesLeft: pin === undefined || lockedUntil !== null ? 0 : Math.max(1, triesLeft(pin.wrongTries)),
    lockedUntil,
    agreement: { ...agreement, version: agreementVersion, acceptedAt: accepted?.acceptedAt.toISOString() ?? null },
  };
}

/** Checked at once; the earlier PIN is proven and the new one hashed outside the transaction. */
export async function prepareSetting(web: Web, context: PortalContext, request: SetRequest): Promise<() => Promise<StoredHash>> {
  if (request.agreementHash !== readAgreement(context).hash) throw new AppError('conflict', 'Another agreement is shown now');
  if (isWeakPin(request.pin)) throw new AppError('bad-request', 'This PIN is guessed too easily');
  const isKnown = (await findPin(context.tx, context.session.userId)) !== undefined;
  const { portalId, userId } = context.session;
  return async () => {
    if (isKnown) await provePin(web, { portalId, userId }, request.earlierPin);
    return web.pins.hash({ portalId, userId }, request.pin);
  };
}

export async function replySetPin(
  context: PortalContext,
  hashed: StoredHash,
  by: { sealKeys: KeyRing<SealKey>; systemNow: Date },
): Promise<SigningPin> {
  const { tx, session } = context;
  const agreement = readAgreement(context);
  if ((await findAcceptance(tx, session.userId, agreementVersion)) === undefined) {
    const entry = await appendEntry(context, by.sealKeys, {
      type: 'agreement.accepted',
      actor: employeeOf(context),
      body: { agreementVersion, textSha256: agreement.hash },
    });
    await saveAcceptance(tx, {
      userId: session.userId,
      version: agreementVersion,
      textHash: agreement.hash,
      acceptedAt: entry.at,
      sequence: entry.sequence,
    });
  }
  const entry = await appendEntry(context, by.sealKeys, { type: 'pin.set', actor: employeeOf(context), body: { agreementVersion } });
  await savePin(tx, { userId: session.userId, ...hashed, setAt: entry.at });
  // Whoever took the session for a moment is noticed by its owner.
  await tellPerson(context, { userId: session.userId, key: `pin-set ${entry.entryHash}`, text: pinSetText(languageOf(context)) });
  return replySigningPin(context, by.systemNow);
}

export async function replySigningPins(context: PortalContext, systemNow: Date): Promise<SigningPins> {
  const pins = new Map((await listPins(context.tx)).map((pin) => [pin.userId, pin]));
  const members = context.team.members.filter((member) => member.isActive);
  return {
    people: members.map(({ userId }) => {
      const pin = pins.get(userId);
      return {
        userId: String(userId),
        name: listName(context.team, userId),
        isSet: pin !== undefined,
        setAt: pin?.setAt.toISOString() ?? null,
        lockedUntil: tellLock(context, pin, systemNow),
      };
    }),
  };
}

/** Nobody sees a PIN: it is forgotten, the ledger says by whom, and the person is told. */
export async function replyResetPin(
  context: PortalContext,
  request: { userId: string },
  by: { sealKeys: KeyRing<SealKey>; systemNow: Date },
): Promise<SigningPins> {
  const userId = BigInt(request.userId);
  if (findMember(context.team, userId) === undefined) throw new AppError('not-found', 'There is no such person here');
  if (!(await resetPin(context.tx, userId, context.now))) throw new AppError('conflict', 'There is no PIN to reset');
  const { session } = context;
  const entry = await appendEntry(context, by.sealKeys, {
    type: 'pin.reset',
    actor: { uid: String(session.userId), role: 'administrator', sid: session.sessionId, level: 'L1' },
    body: { employee: request.userId },
  });
  const text = pinResetText(listName(context.team, session.userId), languageOf(context));
  await tellPerson(context, { userId, key: `pin-reset ${entry.entryHash}`, text });
  return replySigningPins(context, by.systemNow);
}

/** A lock runs by the system clock, and people read when it ends by the clock of their portal. */
function tellLock({ now }: PortalContext, pin: StoredPin | undefined, systemNow: Date): string | null {
  const leftMs = (pin?.lockedUntil?.getTime() ?? 0) - systemNow.getTime();
  return leftMs > 0 ? new Date(now.getTime() + leftMs).toISOString() : null;
}

/** A change is told of, so that the message leaves at once and not with the next minute. */
async function tellPerson(context: PortalContext, message: { userId: bigint; key: string; text: string }): Promise<void> {
  const payload = { userId: String(message.userId), tag: `kurs:pin:${message.userId}`, text: message.text };
  await addToOutbox(context.tx, { kind: 'notify', dedupeKey: message.key, payload, now: context.now });
  await context.changed('acknowledgements');
}

function languageOf({ portal }: PortalContext): 'ru' | 'en' {
  return portal.language === 'ru' ? 'ru' : 'en';
}

function readAgreement(context: PortalContext): { text: string; hash: string } {
  const text = agreementText(languageOf(context));
  return { text, hash: hashText(text) };
}

function employeeOf({ session }: PortalContext) {
  return { uid: String(session.userId), role: 'employee', sid: session.sessionId, level: 'L1' } as const;
}
