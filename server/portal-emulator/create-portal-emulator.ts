import { setTimeout as delay } from 'node:timers/promises';
import { ConnectionReset } from './connection-reset.ts';
import { changeDeal } from './deal-changes.ts';
import type { FrameRequest, PortalEmulator, PortalEmulatorOptions } from './emulator-options.ts';
import { createEventSender } from './event-sender.ts';
import { createFaults } from './faults.ts';
import { finishInstallation } from './finish-installation.ts';
import { replyJson } from './json-reply.ts';
import { createLeakyBucket } from './leaky-bucket.ts';
import { serveOAuth } from './oauth.ts';
import { openFrame } from './open-frame.ts';
import { createOperatingTime } from './operating-time.ts';
import { servePage } from './page-api/serve-page.ts';
import type { Portal } from './portal.ts';
import { PortalRefusal } from './portal-refusal.ts';
import { openPortalState } from './portal-state.ts';
import { createPortalZone } from './portal-zone.ts';
import { serveRest } from './serve-rest.ts';
import { createStages } from './stages.ts';
import { tokenLife } from './token-life.ts';
import { createTokens } from './tokens.ts';
import { createVisibility } from './visibility.ts';
import { makeWebhook } from './webhook.ts';

/** A Bitrix24 portal that fits in a process: REST, OAuth, events, placements and the portal's own pages. */
export function createPortalEmulator(options: PortalEmulatorOptions): PortalEmulator {
  const portal = assemble(options);
  const oauthHost = new URL(options.oauthOrigin).host;
  return {
    async handle(request) {
      try {
        if (options.pace) await delay(options.pace.latencyMs);
        return await route(portal, oauthHost, request);
      } catch (error) {
        if (error instanceof ConnectionReset) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        return replyJson(500, { error: 'INTERNAL_SERVER_ERROR', error_description: reason });
      }
    },
    openFrame(frame): FrameRequest {
      const { url, fields, frameName, appSid } = openFrame(portal, frame);
      return { url, fields, frameName, appSid };
    },
    finishInstall: (userId) => finishInstallation(portal, userId),
    get isInstalled() {
      return portal.state.isInstalled;
    },
    updateDeal(userId, dealId, change) {
      const user = portal.state.users.get(userId);
      if (!user) throw new PortalRefusal('unknown-person', `person ${userId} is not in the portal`);
      changeDeal(portal, user, dealId, change);
    },
    makeWebhook: (userId) => makeWebhook(portal, userId),
    settle: portal.sender.settle,
    async close() {
      await portal.sender.settle();
      portal.state.close();
    },
  };
}

function assemble(options: PortalEmulatorOptions): Portal {
  const { data, memberId, stateFile } = options;
  const timeScale = options.pace?.timeScale ?? 1;
  const state = openPortalState({ data, memberId, stateFile });
  const faults = createFaults(options.faults);
  const tokens = createTokens(state, tokenLife(timeScale));
  return {
    options,
    state,
    tokens,
    zone: createPortalZone(data.timeZone),
    stages: createStages(data),
    visibility: createVisibility(data),
    sender: createEventSender({ options, state, tokens, faults }),
    faults,
    bucket: createLeakyBucket(options.limits, timeScale, () => Date.now()),
    operating: createOperatingTime({ limits: options.limits, timeScale, nowMs: () => Date.now() }),
  };
}

function route(portal: Portal, oauthHost: string, request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (url.host === oauthHost) return portal.faults.serve('oauth', () => serveOAuth(portal, request));
  if (/^\/+rest(\/|$)/.test(url.pathname)) return portal.faults.serve('rest', () => serveRest(portal, request));
  return servePage(portal, request);
}
