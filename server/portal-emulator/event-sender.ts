import { encodeForm } from './form-encoding.ts';
import type { PortalEmulatorOptions } from './emulator-options.ts';
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

const deliveryTimeoutMs = 5000;
/** `minTimeout` of ONOFFLINEEVENT, the documented default. */
const newsIntervalMs = 1000;
/** Only these events carry a refresh token. */
const eventsWithRefreshToken = new Set(['ONAPPINSTALL', 'ONAPPUPDATE', 'ONAPPTEST', 'ONOFFLINEEVENT']);

interface SenderParts {
  readonly options: PortalEmulatorOptions;
  readonly state: PortalState;
  readonly tokens: Tokens;
}

export function createEventSender(parts: SenderParts): EventSender {
  const underway = new Set<Promise<void>>();
  const { state, options } = parts;
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
        ts: Math.floor(Date.now() / 1000),
        auth: buildAuth(parts, binding, causedById),
      });
      const delivery = deliver(binding.handler, form).finally(() => underway.delete(delivery));
      underway.add(delivery);
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
    async settle() {
      while (underway.size > 0) await Promise.all(underway);
    },
  };
}

function buildAuth({ options, state, tokens }: SenderParts, binding: EventBinding, causedById: number): Record<string, unknown> {
  const userId = binding.authUserId === 0 ? causedById : binding.authUserId;
  const carriesRefresh = eventsWithRefreshToken.has(binding.event);
  const pair = carriesRefresh ? tokens.issue(userId) : tokens.issuePassing(userId);
  return {
    access_token: pair.accessToken,
    ...(carriesRefresh ? { refresh_token: pair.refreshToken } : {}),
    expires: Math.floor((pair.issuedAtMs + tokens.life.accessMs) / 1000),
    expires_in: expiresIn(tokens.life),
    scope: options.application.scopes.join(','),
    domain: new URL(options.portalOrigin).host,
    server_endpoint: `${options.oauthOrigin}/rest/`,
    status: 'L',
    client_endpoint: `${options.portalOrigin}/rest/`,
    member_id: options.memberId,
    user_id: userId,
    application_token: state.applicationToken,
  };
}

/** One attempt, no retries: Bitrix24 documents that an event which was not taken is not sent again. */
async function deliver(handler: string, form: URLSearchParams): Promise<void> {
  try {
    const response = await fetch(handler, {
      method: 'POST',
      body: form,
      redirect: 'manual',
      signal: AbortSignal.timeout(deliveryTimeoutMs),
    });
    await response.body?.cancel();
  } catch {
    return;
  }
}
