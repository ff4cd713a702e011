import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone.js';
import utc from 'dayjs/plugin/utc.js';
import type { Day } from '#domain/period.ts';
import { saveTaskOrder } from '#store/corrective-actions.ts';
import { addToOutbox } from '#store/outbox.ts';
import type { PortalTransaction } from '#store/portal-store.ts';

dayjs.extend(utc);
dayjs.extend(timezone);

/** What a task of the portal is made of. */
export interface TaskOrder {
  readonly actionId: string;
  /** 1 for the first request; a person who asks again takes the next one. */
  readonly attempt: number;
  readonly title: string;
  readonly description: string;
  readonly responsibleId: bigint;
  /** In whose name it is set. */
  readonly createdById: bigint;
  readonly deadline: Day | null;
  /** Deals it is bound to. */
  readonly dealIds: readonly bigint[];
}

/** When the day of a deadline ends, on the portal's clock: what the portal itself proposes for a task. */
const dayEnds = '19:00';

/** Longest title that the portal keeps whole. */
const titleLength = 250;

/** Asks the portal for a task in the transaction of the action it stands for; it is sent once, and its number is kept beside the action. */
export async function orderTask(tx: PortalTransaction, order: TaskOrder, at: { now: Date; timeZone: string }): Promise<void> {
  const dedupeKey = `task ${order.actionId} ${order.attempt}`;
  await addToOutbox(tx, {
    kind: 'task',
    dedupeKey,
    payload: {
      actionId: order.actionId,
      title: order.title.slice(0, titleLength),
      description: order.description,
      responsibleId: String(order.responsibleId),
      createdById: String(order.createdById),
      deadline: order.deadline === null ? null : dayjs.tz(`${order.deadline}T${dayEnds}`, at.timeZone).toISOString(),
      dealIds: order.dealIds.map(String),
    },
    now: at.now,
  });
  await saveTaskOrder(tx, order.actionId, dedupeKey);
}
