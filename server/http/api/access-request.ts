import type { AccessRequest } from '#contract/access-request.ts';
import { findHeadAbove } from '#domain/reporting-line.ts';
import { addToOutbox } from '#store/outbox.ts';
import { listKnownAdministrators } from '#store/portal-tokens.ts';
import { accessAskedText } from '#texts/access.ts';
import { actingHeadsLink } from '#texts/notice-links.ts';
import { fullName, type PortalContext } from '../portal-context.ts';

const mostAdministrators = 2;

/** The nearest head by the structure and administrators of the portal are told, once a day however often a person presses. */
export async function replyAskAccess(context: PortalContext): Promise<AccessRequest> {
  const { tx, session, today, now, portal, team } = context;
  const head = findHeadAbove(team, session.userId);
  const administrators = (await listKnownAdministrators(tx)).filter((userId) => userId !== session.userId && userId !== head);
  const receivers = [...(head === undefined ? [] : [head]), ...administrators.slice(0, mostAdministrators)];
  const language = portal.language === 'ru' ? 'ru' : 'en';
  const text = accessAskedText(fullName(team, session.userId), language);
  let isNew = false;
  for (const [index, userId] of receivers.entries()) {
    const isAdded = await addToOutbox(tx, {
      kind: 'notify',
      dedupeKey: `access ${session.userId} ${today} ${index}`,
      payload: { userId: String(userId), tag: `kurs:access:${session.userId}:${today}`, text, link: actingHeadsLink(language) },
      now,
    });
    if (index === 0) isNew = isAdded;
    // Whom the first question of the day went to, it went to: a changed structure sends no second one.
    if (!isNew) break;
  }
  return { isNew, to: receivers.map((userId) => ({ userId: String(userId), name: fullName(team, userId) })) };
}
