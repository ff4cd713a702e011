import type { PortalClient } from '#bitrix/portal-client.ts';
import { PortalError } from '#bitrix/portal-error.ts';
import { isUnsent } from '#bitrix/retry.ts';
import type { Log } from '#kernel/log.ts';
import { setOutboxState, takeFromOutbox, type OutboxMessage } from '#store/outbox.ts';
import type { PortalStore, PortalTransaction } from '#store/portal-store.ts';
import { sendNotice } from './send-notice.ts';
import { sendTask } from './send-task.ts';

export interface OutboxSender {
  readonly portal: PortalStore;
  readonly client: PortalClient;
  /** The address of our page in the portal; messages that lead somewhere are sent with a link to it. */
  readonly applicationUrl?: string;
  /** Nothing more is taken once it is aborted. */
  readonly signal?: AbortSignal;
  readonly systemClock: () => Date;
  /** Time of what people see: when a message was delivered. */
  readonly businessClock: () => Date;
  readonly log: Log;
}

/** Sends everything that waits. The state before the call is committed first, so that a crash never sends twice by itself. */
export async function sendOutbox(sender: OutboxSender): Promise<number> {
  let sent = 0;
  for (;;) {
    if (sender.signal?.aborted === true) return sent;
    const message = await sender.portal.transaction((tx) => takeFromOutbox(tx, sender.systemClock()));
    if (message === undefined) return sent;
    const { record, ...result } = await trySending(sender, message);
    await sender.portal.transaction(async (tx) => {
      await setOutboxState(tx, message.outboxId, { ...result, now: sender.systemClock() });
      await record?.(tx);
    });
    if (result.state === 'pending') return sent;
    sent += 1;
  }
}

interface Result {
  readonly state: 'sent' | 'unknown' | 'dead' | 'pending';
  readonly error: string | null;
  /** Keeps what came of it, in the transaction that says it was sent. */
  readonly record?: (tx: PortalTransaction) => Promise<void>;
}

async function trySending(sender: OutboxSender, message: OutboxMessage): Promise<Result> {
  try {
    const record = await sendByKind(sender, message);
    return record === undefined ? { state: 'dead', error: 'not understood' } : { state: 'sent', error: null, record };
  } catch (failure) {
    // Given up before its turn came: it never left.
    if (sender.signal?.aborted === true && !(failure instanceof PortalError)) return { state: 'pending', error: 'stopped' };
    if (!(failure instanceof PortalError)) throw failure;
    sender.log.warn({ code: failure.code, kind: message.kind }, 'a message was not sent');
    return { state: stateAfter(failure), error: failure.code };
  }
}

async function sendByKind({ client, applicationUrl, businessClock }: OutboxSender, message: OutboxMessage): Promise<Result['record']> {
  switch (message.kind) {
    case 'notify':
      return sendNotice(client, message.payload, { outboxId: message.outboxId, applicationUrl, businessClock });
    case 'task':
      return sendTask(client, message.payload);
    default:
      return undefined;
  }
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
