import { z } from 'zod';
import type { PortalClient } from '#bitrix/portal-client.ts';
import { PortalError } from '#bitrix/portal-error.ts';
import { isUnsent } from '#bitrix/retry.ts';
import type { Log } from '#kernel/log.ts';
import { setOutboxState, takeFromOutbox, type OutboxMessage } from '#store/outbox.ts';
import type { PortalStore } from '#store/portal-store.ts';
import { saveSheetNotice, type SheetNotice } from '#store/sheet-notices.ts';

export interface OutboxSender {
  readonly portal: PortalStore;
  readonly client: PortalClient;
  /** Nothing more is taken once it is aborted. */
  readonly signal?: AbortSignal;
  readonly systemClock: () => Date;
  /** Time of what people see: when a message was delivered. */
  readonly businessClock: () => Date;
  readonly log: Log;
}

/** Which sheet a message is about, kept beside what the portal says of it. */
const AboutSheet = z.object({
  planId: z.uuid(),
  version: z.number().int(),
  userId: z.string(),
  kind: z.enum(['issued', 'reminder', 'escalation']),
});

const Notice = z.object({ userId: z.string(), tag: z.string(), text: z.string(), about: AboutSheet.optional() });

/** The portal's number of a message; false when it has sent it to nobody. */
const NoticeId = z.union([z.number(), z.string(), z.literal(false)]).nullish();

/** Sends everything that waits. The state before the call is committed first, so that a crash never sends twice by itself. */
export async function sendOutbox(sender: OutboxSender): Promise<number> {
  let sent = 0;
  for (;;) {
    if (sender.signal?.aborted === true) return sent;
    const message = await sender.portal.transaction((tx) => takeFromOutbox(tx, sender.systemClock()));
    if (message === undefined) return sent;
    const { delivery, ...result } = await trySending(sender, message);
    await sender.portal.transaction(async (tx) => {
      await setOutboxState(tx, message.outboxId, { ...result, now: sender.systemClock() });
      if (delivery !== undefined) await saveSheetNotice(tx, message.outboxId, { ...delivery, sentAt: sender.businessClock() });
    });
    if (result.state === 'pending') return sent;
    sent += 1;
  }
}

interface Result {
  readonly state: 'sent' | 'unknown' | 'dead' | 'pending';
  readonly error: string | null;
  /** What was delivered about a sheet. */
  readonly delivery?: Omit<SheetNotice, 'sentAt'> | undefined;
}

async function trySending(sender: OutboxSender, message: OutboxMessage): Promise<Result> {
  const notice = Notice.safeParse(message.payload);
  if (message.kind !== 'notify' || !notice.success) return { state: 'dead', error: 'not understood' };
  try {
    const params = { USER_ID: notice.data.userId, MESSAGE: notice.data.text, TAG: notice.data.tag };
    const { result } = await sender.client.call('im.notify.system.add', params, z.unknown());
    const noticeId = NoticeId.safeParse(result).data ?? null;
    // To somebody whom the portal does not know nothing was delivered.
    return { state: 'sent', error: null, delivery: noticeId === false ? undefined : toDelivery(notice.data, noticeId) };
  } catch (failure) {
    // Given up before its turn came: it never left.
    if (sender.signal?.aborted === true && !(failure instanceof PortalError)) return { state: 'pending', error: 'stopped' };
    if (!(failure instanceof PortalError)) throw failure;
    sender.log.warn({ code: failure.code, kind: message.kind }, 'a message was not sent');
    return { state: stateAfter(failure), error: failure.code };
  }
}

function toDelivery({ about, userId }: z.infer<typeof Notice>, noticeId: string | number | null): Result['delivery'] {
  if (about === undefined) return undefined;
  const sheet = { planId: about.planId, version: about.version, userId: BigInt(about.userId) };
  return { sheet, kind: about.kind, receiverId: BigInt(userId), noticeId: noticeId === null ? null : String(noticeId) };
}

/** Turned away at the door: try later or give up; anything else may have arrived and is not repeated. */
function stateAfter(failure: PortalError): Result['state'] {
  // Without a living token the portal does nothing, and a request that never left cannot have arrived.
  if (failure.kind === 'unavailable' && (failure.method === 'oauth' || isUnsent(failure))) return 'pending';
  switch (failure.kind) {
    case 'rate-limited':
    case 'operation-limit':
    case 'expired-token':
      return 'pending';
    case 'unavailable':
    case 'malformed':
      return 'unknown';
    default:
      return 'dead';
  }
}
