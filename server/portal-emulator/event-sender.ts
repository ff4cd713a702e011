import { buildEventAuth, type EventParts } from './event-auth.ts';
import { createEventDelivery } from './event-delivery.ts';
import { createEventSession, type EventSession } from './event-session.ts';
import { encodeForm } from './form-encoding.ts';
import { isPaymentBlocked, type Installation } from './installation.ts';
import { queueOffline } from './offline-queue.ts';
import { systemNowMs } from './surroundings.ts';
import type { EventBinding } from './state-mutation.ts';

type EventData = Readonly<Record<string, unknown>>;

/** Sends events to their handlers once and in the background, in no promised order; what is not taken is lost, as in Bitrix24. */
export interface EventSender extends Omit<EventSession, 'current'> {
  /** To every installed application that has bound it; `causedById` 0 is nobody. */
  send(event: string, data: EventData, causedById: number): void;
  /** To one application, of what has happened to itself. */
  sendTo(installation: Installation, event: string, data: EventData, causedById: number): void;
  /** Waits until everything sent so far was delivered or given up. */
  settle(): Promise<void>;
}

/** Seconds between two notices of the offline queue, unless the handler was bound with others. */
const defaultNoticeSeconds = 1;

export function createEventSender(parts: EventParts): EventSender {
  const { state, options, faults, surroundings } = parts;
  const delivery = createEventDelivery(faults, surroundings);
  const { current, ...session } = createEventSession();
  const lastNotices = new Map<string, { readonly atMs: number; readonly hit: number }>();

  const post = (installation: Installation, binding: EventBinding, data: EventData, causedById: number): void => {
    const form = encodeForm({
      event: binding.event,
      event_handler_id: binding.id,
      data,
      ts: Math.floor((systemNowMs(parts) + (options.faults?.clockSkewMs ?? 0)) / 1000),
      auth: buildEventAuth(parts, installation, binding, { causedById, ttl: current().ttl }),
    });
    delivery.post(binding.handler, form);
  };
  const sendTo: EventSender['sendTo'] = (installation, event, data, causedById) => {
    if (!isHeard(installation, event) || state.isDeleted || current().isExhausted) return;
    for (const binding of installation.events.filter((bound) => bound.event === event)) post(installation, binding, data, causedById);
  };
  /** Once in so many seconds, or once a request where the interval is zero. */
  const isNoticeDue = (key: string, { minTimeout = defaultNoticeSeconds }: EventBinding): boolean => {
    const last = lastNotices.get(key);
    const next = { atMs: systemNowMs(parts), hit: current().hit };
    const isDue = !last || (minTimeout === 0 ? next.hit !== last.hit : next.atMs - last.atMs >= minTimeout * 1000);
    if (isDue) lastNotices.set(key, next);
    return isDue;
  };
  const sendNotices = (installation: Installation, causedById: number): void => {
    const { clientId } = installation.application;
    for (const binding of installation.events.filter((bound) => bound.event === 'ONOFFLINEEVENT')) {
      if (isNoticeDue(`${clientId} ${binding.id}`, binding)) post(installation, binding, {}, causedById);
    }
  };

  return {
    ...session,
    send(event, data, givenCauser) {
      const causedById = current().isNobodys ? 0 : givenCauser;
      const at = `${options.businessClock().toISOString().slice(0, 19)}Z`;
      for (const installation of state.installations.values()) {
        if (!isHeard(installation, event) || state.isDeleted || current().isExhausted) continue;
        const isNews = queueOffline(state, installation, { event, data, causedById, at, connector: current().connector });
        sendTo(installation, event, data, causedById);
        if (isNews) sendNotices(installation, causedById);
      }
    },
    sendTo,
    settle: delivery.settle,
  };
}

/** Nothing is sent before the installation is finished and, but for the news of the payment itself, after the days of grace. */
function isHeard(installation: Installation, event: string): boolean {
  return installation.stage === 'installed' && (event === 'ONAPPPAYMENT' || !isPaymentBlocked(installation));
}
