import { createTeam } from '#domain/team.ts';
import { toDay, toTimeOfDay } from '#kernel/calendar-day.ts';
import { addToOutbox } from '#store/outbox.ts';
import type { PortalStore, PortalTransaction } from '#store/portal-store.ts';
import { listKnownAdministrators } from '#store/portal-tokens.ts';
import { findPortal } from '#store/portals.ts';
import { readStructure } from '#store/team.ts';
import { findTreeHead, listAnchors } from '#store/tree-heads.ts';
import { headDigestText } from '#texts/notifications.ts';

const fewestReceivers = 2;
const mostReceivers = 5;
const notBefore = '09:00';

/**
 * Tells the head of the ledger to administrators once a week: whoever keeps it finds out when the history is rewritten behind it.
 * Returns how many were told.
 */
export async function sendHeadDigest({ businessClock }: { readonly businessClock: () => Date }, store: PortalStore): Promise<number> {
  return store.transaction(async (tx) => {
    // Of a published day, so that every package proves what it grew from.
    const anchor = (await listAnchors(tx)).at(-1);
    const head = anchor === undefined ? undefined : await findTreeHead(tx, anchor.size);
    const portal = head === undefined ? undefined : await findPortal(tx);
    const now = businessClock();
    if (head === undefined || portal?.state !== 'active' || toTimeOfDay(now, portal.timeZone) < notBefore) return 0;
    const receivers = await listReceivers(tx);
    const monday = mondayOf(toDay(now, portal.timeZone));
    const language = portal.language === 'ru' ? 'ru' : 'en';
    for (const userId of receivers) {
      await addToOutbox(tx, {
        kind: 'notify',
        dedupeKey: `ledger-head ${monday} ${userId}`,
        payload: {
          userId: String(userId),
          tag: `kurs:head:${monday}`,
          text: headDigestText({ size: Number(head.size), root: head.root, kid: head.sealKeyId }, language),
        },
        now,
      });
    }
    return receivers.length;
  });
}

/** Where fewer administrators are known, heads of the whole company hold a copy too. */
async function listReceivers(tx: PortalTransaction): Promise<bigint[]> {
  const known = await listKnownAdministrators(tx);
  if (known.length >= fewestReceivers) return known.slice(0, mostReceivers);
  const { departments, members } = await readStructure(tx);
  const team = createTeam(departments, members);
  const working = new Set(members.filter(({ isActive }) => isActive).map(({ userId }) => userId));
  const heads = team.departments.flatMap(({ departmentId, headId }) =>
    team.rootIds.includes(departmentId) && headId !== null ? [headId] : [],
  );
  const below = team.departments.flatMap(({ headId }) => headId ?? []);
  return [...new Set([...known, ...heads, ...below])].filter((userId) => working.has(userId)).slice(0, fewestReceivers);
}

function mondayOf(day: string): string {
  const date = new Date(`${day}T00:00:00.000Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}
