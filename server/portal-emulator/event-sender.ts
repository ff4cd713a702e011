import { encodeForm } from './form-encoding.ts';
import { createEventDelivery } from './event-delivery.ts';
import type { PortalEmulatorOptions } from './emulator-options.ts';
import type { FaultSource } from './faults.ts';
import { queueOffline } from './offline-queue.ts';
import type { PortalState } from './portal-state.ts';
import type { EventBinding } from './state-mutation.ts';
import { expiresIn } from './token-life.ts';
import type { Tokens } from './tokens.ts';

/** Sends events to their handlers once and in the background; what is not taken is lost, as in Bitrix24. */
export interface EventSender {
  send(event: string, data: Readonly<Record<string, unknown>>, causedById: number): void;
  /** Runs work whose events do not come back to the offline source of this name. */
  fromConnector<T>(connector: string, work: () => T): T;
  /** Waits until everything sent so far was delivered or given up. */
  settle(): Promise<void>;
}

/** `minTimeout` of ONOFFLINEEVENT, the documented default. */
const newsIntervalMs = 1000;
/** Only these events carry a refresh token. */
const eventsWithRefreshToken = new Set(['ONAPPINSTALL', 'ONAPPUPDATE', 'ONAPPTEST', 'ONOFFLINEEVENT']);

interface SenderParts {
  readonly options: PortalEmulatorOptions;
  readonly state: PortalState;
  readonly tokens: Tokens;
  readonly faults: FaultSource;
}

export function createEventSender(parts: SenderParts): EventSender {
  const { state, options, faults } = parts;
  const delivery = createEventDelivery(faults);
  let connector = '';
  let lastNewsMs = -Infinity;

  const send: EventSender['send'] = (event, data, causedById) => {
    if (!state.isInstalled) return;
    const at = `${options.businessClock().toISOString().slice(0, 19)}Z`;
    const isNews = queueOffline(state, { event, data, causedById, at, connector });
    sendOnline(event, data, causedById);
    if (!isNews || Date.now() - lastNewsMs < newsIntervalMs) return;
    lastNewsMs = Date.now();
    sendOnline('ONOFFLINEEVENT', {}, causedById);
  };
  const sendOnline: EventSender['send'] = (event, data, causedById) => {
    for (const binding of parts.state.events.filter((bound) => bound.event === event)) {
      const form = encodeForm({
        event,
        event_handler_id: binding.id,
        data,
        ts: Math.floor((Date.now() + (options.faults?.clockSkewMs ?? 0)) / 1000),
        auth: buildAuth(parts, binding, causedById),
      });
      delivery.post(binding.handler, form);
    }
  };
  return {
    send,
    fromConnector(name, work) {
      connector = name;
      try {
        return work();
      } finally {
        connector = '';
      }
    },
    settle: delivery.settle,
  };
}

/** What nobody's hit has caused comes without tokens. */
function buildAuth({ options, state, tokens, faults }: SenderParts, binding: EventBinding, causedById: number): Record<string, unknown> {
  const userId = binding.authUserId === 0 ? causedById : binding.authUserId;
  const carriesRefresh = eventsWithRefreshToken.has(binding.event);
  const issue = (): Record<string, unknown> => {
    const pair = carriesRefresh ? tokens.issue(userId) : tokens.issuePassing(userId);
    return {
      access_token: pair.accessToken,
      ...(carriesRefresh ? { refresh_token: pair.refreshToken } : {}),
      expires: Math.floor((pair.issuedAtMs + tokens.life.accessMs) / 1000),
      expires_in: expiresIn(tokens.life),
      scope: options.application.scopes.join(','),
      status: 'L',
      user_id: userId,
    };
  };
  return {
    ...(faults.isTokenless() && !carriesRefresh ? {} : issue()),
    domain: new URL(options.portalOrigin).host,
    server_endpoint: `${options.oauthOrigin}/rest/`,
    client_endpoint: `${options.portalOrigin}/rest/`,
    member_id: options.memberId,
    application_token: state.applicationToken,
  };
}
