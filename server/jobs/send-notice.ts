import { z } from 'zod';
import type { PortalClient } from '#bitrix/portal-client.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import { saveSheetNotice } from '#store/sheet-notices.ts';

/** Which sheet a message is about, kept beside what the portal says of it. */
const AboutSheet = z.object({
  planId: z.uuid(),
  version: z.number().int(),
  userId: z.string(),
  kind: z.enum(['issued', 'reminder', 'escalation']),
});

const Link = z.object({ title: z.string(), params: z.record(z.string(), z.string()) });

const Notice = z.object({ userId: z.string(), tag: z.string(), text: z.string(), about: AboutSheet.optional(), link: Link.optional() });

/** The portal's number of a message; false when it has sent it to nobody. */
const NoticeId = z.union([z.number(), z.string(), z.literal(false)]).nullish();

/** Shows a message in the portal; what comes back records the delivery of a sheet. Undefined when the message is not a notice. */
export async function sendNotice(
  client: PortalClient,
  payload: unknown,
  about: { outboxId: string; applicationUrl: string | undefined; businessClock: () => Date },
): Promise<((tx: PortalTransaction) => Promise<void>) | undefined> {
  const notice = Notice.safeParse(payload).data;
  if (notice === undefined) return undefined;
  const params = { USER_ID: notice.userId, MESSAGE: toMessage(notice, about.applicationUrl), TAG: notice.tag };
  const { result } = await client.call('im.notify.system.add', params, z.unknown());
  const noticeId = NoticeId.safeParse(result).data ?? null;
  return async (tx) => {
    // To somebody whom the portal does not know nothing was delivered.
    if (notice.about === undefined || noticeId === false) return;
    const { planId, version, userId, kind } = notice.about;
    await saveSheetNotice(tx, about.outboxId, {
      sheet: { planId, version, userId: BigInt(userId) },
      kind,
      receiverId: BigInt(notice.userId),
      noticeId: noticeId === null ? null : String(noticeId),
      sentAt: about.businessClock(),
    });
  };
}

/** Parameters of the link reach our page as its placement options; brackets end a BB code, so they are written in percents. */
function toMessage({ text, link }: z.infer<typeof Notice>, applicationUrl: string | undefined): string {
  if (link === undefined || applicationUrl === undefined) return text;
  const query = Object.entries(link.params).map(([name, value]) => `params%5B${encodeURIComponent(name)}%5D=${encodeURIComponent(value)}`);
  return `${text} [URL=${applicationUrl}?${query.join('&')}]${link.title}[/URL]`;
}
