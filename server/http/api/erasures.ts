import { AppError } from '#kernel/errors.ts';
import type { ErasureBasis, Erasures } from '#contract/erasure.ts';
import { keptUntil } from '#domain/erasure.ts';
import type { KeyRing } from '#kernel/key-ring.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { noPrevious } from '#ledger/entry.ts';
import type { SealKey } from '#ledger/seal.ts';
import { destroyPersonalData, listErasedPeople, listErasures, listSheetOwners, saveErasure, type StoredErasure } from '#store/erasures.ts';
import { listLedgerEntries, lockLedgerHead } from '#store/ledger.ts';
import { erasureActText } from '#texts/erasure.ts';
import { appendEntry } from '../ledger-entry.ts';
import { companyName, findMember, fullName, listName, type PortalContext } from '../portal-context.ts';

export async function replyErasures(context: PortalContext): Promise<Erasures> {
  const { team, tx } = context;
  const [owners, gone] = [await listSheetOwners(tx), await listErasedPeople(tx)];
  const active = new Set(team.members.filter(({ isActive }) => isActive).map(({ userId }) => userId));
  const known = new Set([...team.members.map(({ userId }) => userId), ...owners.keys()]);
  const people = [...known].filter((userId) => !active.has(userId) && !gone.has(userId));
  const erased: Erasures['erased'] = [];
  for (const erasure of await listErasures(tx)) erased.push(await toWire(context, erasure));
  return {
    people: people
      .map((userId) => ({ userId: String(userId), name: listName(team, userId), ...termOf(context, owners.get(userId)) }))
      .toSorted((one, other) => one.name.localeCompare(other.name, context.portal.language)),
    erased,
  };
}

function termOf({ today }: PortalContext, owner: { sheets: number; lastMonth: string } | undefined) {
  const until = owner === undefined ? null : keptUntil(owner.lastMonth);
  return { sheets: owner?.sheets ?? 0, keptUntil: until, isEarly: until !== null && today <= until };
}

async function toWire(context: PortalContext, erasure: StoredErasure): Promise<Erasures['erased'][number]> {
  const { userId, sequence, basis, reference, isEarly, erasedAt } = erasure;
  const entry = (await listLedgerEntries(context.tx, sequence - 1n, 1)).at(0);
  const byName = fullName(context.team, erasure.erasedBy);
  const act = erasureActText(
    {
      ...erasure,
      companyName: companyName(context),
      byName,
      erasedOn: toDay(erasedAt, context.portal.timeZone),
      entryHash: entry?.entryHash ?? '',
    },
    context.portal.language === 'ru' ? 'ru' : 'en',
  );
  return { userId: String(userId), erasedAt: erasedAt.toISOString(), byName, basis, reference, isEarly, sequence: Number(sequence), act };
}

/**
 * Only who was dismissed, only on demand, and never by itself: one transaction destroys the key and what names the person,
 * and writes into the ledger who did it and why. Asked again it changes nothing.
 */
export async function replyErase(
  context: PortalContext,
  request: { userId: string; basis: ErasureBasis; reference: string; isEarly: boolean },
  by: { sealKeys: KeyRing<SealKey> },
): Promise<Erasures> {
  const { tx, session, team } = context;
  const userId = BigInt(request.userId);
  await lockLedgerHead(tx, { entryHash: noPrevious, at: context.now });
  if ((await listErasedPeople(tx)).has(userId)) return replyErasures(context);
  const owner = (await listSheetOwners(tx)).get(userId);
  const member = findMember(team, userId);
  if (member === undefined && owner === undefined) throw new AppError('not-found', 'There is no such person here');
  if (member?.isActive === true) throw new AppError('conflict', 'The person still works in the portal');
  const term = termOf(context, owner);
  if (term.isEarly && !request.isEarly) throw new AppError('conflict', `The evidence is to be kept until ${term.keptUntil}`);
  const entry = await appendEntry(context, by.sealKeys, {
    type: 'erasure.done',
    actor: { uid: String(session.userId), role: 'administrator', sid: session.sessionId, level: 'L1' },
    body: { employee: request.userId, basis: request.basis, keptUntil: term.keptUntil, isEarly: term.isEarly },
  });
  await destroyPersonalData(tx, userId);
  await saveErasure(tx, {
    userId,
    sequence: entry.sequence,
    basis: request.basis,
    reference: request.reference.normalize('NFC'),
    keptUntil: term.keptUntil,
    isEarly: term.isEarly,
    erasedBy: session.userId,
    erasedAt: entry.at,
  });
  await context.changed('acknowledgements');
  return replyErasures(context);
}
