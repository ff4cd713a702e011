import type { Request, Response } from 'express';
import { parsePortalRequest, type PortalRequest } from '#bitrix/portal-request.ts';
import type { NoticeReason } from '#contract/session.ts';
import { installPortal, type InstallRefusal, type InstallResult } from '#install/install.ts';
import { getPortal } from '#store/portals.ts';
import { requestIdOf, retryAfter } from '../error-reply.ts';
import { toSender } from '../limits/client-address.ts';
import { readPortalContext } from '../portal-context.ts';
import { noteRefusal } from '../request-metrics.ts';
import type { Web } from '../web.ts';
import { noticeBoot, pageBoot } from './boot.ts';

const tooOften: { reason: NoticeReason; status: number } = { reason: 'rate-limited', status: 429 };

const reasons: Readonly<Partial<Record<InstallRefusal, { reason: NoticeReason; status: number }>>> = {
  'not-an-administrator': { reason: 'ask-administrator', status: 403 },
  'no-tokens': { reason: 'request-malformed', status: 400 },
  'portal-not-reachable': { reason: 'portal-unavailable', status: 502 },
  unavailable: { reason: 'portal-unavailable', status: 502 },
  busy: tooOften,
};

/** The installer page: the work is done before the answer, the page only shows it and tells the portal to finish. */
export function createInstallHandler(web: Web) {
  return async (request: Request, response: Response): Promise<void> => {
    const parsed = parsePortalRequest(request.query, request.body);
    if (parsed.kind === 'malformed') return refuse(web, request, response, { reason: 'request-malformed', status: 400, language: 'ru' });
    const waitMs = web.limits.take('install', toSender(request.ip));
    if (waitMs > 0) return refuse(web, request, response, { ...tooOften, language: parsed.value.language, waitMs });
    const result = await installPortal(web.install, parsed.value);
    if (result.kind === 'refused') {
      const refusal = reasons[result.reason] ?? { reason: 'access-denied', status: 403 };
      // The page says little on purpose; the operator finds the reason here.
      web.log.warn({ requestId: requestIdOf(request), reason: result.reason }, 'an installation was refused');
      return refuse(web, request, response, {
        ...refusal,
        language: parsed.value.language,
        origin: result.origin,
        waitMs: result.retryAfterMs,
      });
    }
    await web.sync.requestFirstLoad(result.portalId);
    await sendInstalled(web, response, parsed.value, result);
  };
}

async function sendInstalled(
  web: Web,
  response: Response,
  request: PortalRequest,
  result: Extract<InstallResult, { kind: 'installed' }>,
): Promise<void> {
  const boot = await web.store.forPortal(result.portalId).transaction(async (tx) => {
    const portal = await getPortal(tx);
    const { session, claims } = await web.sessions.open(tx, portal, result.person);
    const context = await readPortalContext(tx, { session: claims, portal }, web.businessClock(), () => undefined);
    const placement = { code: request.placement, entityId: null };
    const page = await pageBoot(web, context, { view: 'install', language: request.language, session, person: result.person, placement });
    return { ...page, install: { steps: result.steps.map((step) => ({ ...step, missing: [...step.missing] })) } };
  });
  web.pages.send(response, { boot, status: 200, framedBy: [result.origin] });
}

function refuse(
  web: Web,
  request: Request,
  response: Response,
  refusal: { reason: NoticeReason; status: number; language: 'ru' | 'en'; origin?: string | null; waitMs?: number | null },
): void {
  noteRefusal(response, refusal.reason);
  // A portal that has proved itself shows the page in its frame; nobody else may.
  const boot = noticeBoot(web, request, refusal);
  const { origin = null, waitMs = null } = refusal;
  response.set(retryAfter(waitMs));
  web.pages.send(response, { boot, status: refusal.status, framedBy: origin === null ? [] : [origin] });
}
