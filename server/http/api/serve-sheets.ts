import type { Router } from 'express';
import { endpoints } from '#contract/endpoints.ts';
import { widestScope, type PortalContext } from '../portal-context.ts';
import { serveEndpoint } from '../serve-endpoint.ts';
import type { Web } from '../web.ts';
import { prepareSetting, replyResetPin, replySetPin, replySigningPin, replySigningPins } from './signing-pin.ts';
import { prepareSigning, replyOpen, replySign } from './sign-sheet.ts';
import { replyMyPlans, replySheet } from './acknowledgement.ts';
import { replyErase, replyErasures } from './erasures.ts';
import { replyPaper, replyReply } from './sheet-replies.ts';
import { replyPutSigningRules, replySigningRules } from './signing-rules.ts';
import { replyRead, replyWrite } from './sheet-acts.ts';
import { replyRemind, replySigning } from './signing-board.ts';
import { replySaveBreakdown, replySheetClients } from './breakdown.ts';

const ownScope = (context: PortalContext) => ({ kind: 'scope', scope: widestScope(context.actor, context.team) }) as const;
const portal = { kind: 'portal' } as const;

/** Everything about sheets: what was sent, what is done with it, and how it is signed. */
export function serveSheets(router: Router, web: Web): void {
  serveSigned(router, web);
  serveActs(router, web);
  serveSigning(router, web);
}

function serveSigned(router: Router, web: Web): void {
  const by = () => ({ sealKeys: web.sealKeys, systemNow: web.systemClock() });
  const sheet = (request: { userId: string }) => ({ kind: 'sheet', userId: BigInt(request.userId) }) as const;
  serveEndpoint(router, web, endpoints.listMyPlans, {
    policy: (context) => ({ action: 'see-sheet', resource: { kind: 'sheet', userId: context.session.userId } }),
    reply: replyMyPlans,
  });
  serveEndpoint(router, web, endpoints.getSheet, {
    policy: (_context, request) => ({ action: 'see-sheet', resource: sheet(request) }),
    reply: replySheet,
  });
  serveEndpoint(router, web, endpoints.openSheet, {
    policy: (_context, request) => ({ action: 'sign-sheet', resource: sheet(request) }),
    reply: (context, request) => replyOpen(context, request, by()),
  });
  serveEndpoint(router, web, endpoints.signSheet, {
    policy: (_context, request) => ({ action: 'sign-sheet', resource: sheet(request) }),
    prepare: (context, request) => prepareSigning(web, context, request),
    reply: (context, request, level, sender) => replySign(context, { ...request, level, sender }, by()),
    // The same answer sent again changes nothing and is counted once.
    afterwards: async (_session, request, changed) => {
      if (changed.has('acknowledgements')) web.metrics?.acknowledged(request.decision);
    },
  });
  serveEndpoint(router, web, endpoints.listSigning, {
    policy: (context) => ({ action: 'see-plan', resource: ownScope(context) }),
    reply: replySigning,
  });
  serveEndpoint(router, web, endpoints.remindPeople, {
    policy: () => ({ action: 'publish-plan', resource: portal }),
    reply: replyRemind,
  });
}

function serveActs(router: Router, web: Web): void {
  const by = () => ({ sealKeys: web.sealKeys });
  const sheet = (request: { userId: string }) => ({ kind: 'sheet', userId: BigInt(request.userId) }) as const;
  serveEndpoint(router, web, endpoints.readSheet, {
    policy: (_context, request) => ({ action: 'sign-sheet', resource: sheet(request) }),
    reply: (context, request) => replyRead(context, request, by()),
  });
  serveEndpoint(router, web, endpoints.writeAboutSheet, {
    policy: (_context, request) => ({ action: 'write-about-sheet', resource: sheet(request) }),
    reply: replyWrite,
  });
  serveEndpoint(router, web, endpoints.saveBreakdown, {
    policy: (_context, request) => ({ action: 'sign-sheet', resource: sheet(request) }),
    reply: replySaveBreakdown,
  });
  serveEndpoint(router, web, endpoints.listSheetClients, {
    policy: (_context, request) => ({ action: 'sign-sheet', resource: sheet(request) }),
    reply: replySheetClients,
  });
  serveEndpoint(router, web, endpoints.replyToSheet, {
    policy: (_context, request) => ({ action: 'answer-sheet', resource: sheet(request) }),
    reply: (context, request) => replyReply(context, request, by()),
  });
  serveEndpoint(router, web, endpoints.recordPaper, {
    policy: (_context, request) => ({ action: 'answer-sheet', resource: sheet(request) }),
    reply: (context, request) => replyPaper(context, request, by()),
  });
}

/** How plans are signed, and with what. */
function serveSigning(router: Router, web: Web): void {
  const by = () => ({ sealKeys: web.sealKeys, systemNow: web.systemClock() });
  serveEndpoint(router, web, endpoints.getSigningPin, {
    policy: (context) => ({ action: 'sign-sheet', resource: { kind: 'sheet', userId: context.session.userId } }),
    reply: (context) => replySigningPin(context, web.systemClock()),
  });
  serveEndpoint(router, web, endpoints.setSigningPin, {
    policy: (context) => ({ action: 'sign-sheet', resource: { kind: 'sheet', userId: context.session.userId } }),
    prepare: (context, request) => prepareSetting(web, context, request),
    reply: (context, _request, hashed) => replySetPin(context, hashed, by()),
  });
  serveEndpoint(router, web, endpoints.listSigningPins, {
    policy: () => ({ action: 'reset-pin', resource: portal }),
    reply: (context) => replySigningPins(context, web.systemClock()),
  });
  serveEndpoint(router, web, endpoints.resetSigningPin, {
    policy: () => ({ action: 'reset-pin', resource: portal }),
    reply: (context, request) => replyResetPin(context, request, by()),
  });
  serveEndpoint(router, web, endpoints.listErasures, {
    policy: () => ({ action: 'see-erasures', resource: portal }),
    reply: replyErasures,
  });
  serveEndpoint(router, web, endpoints.erasePerson, {
    policy: () => ({ action: 'erase-person', resource: portal }),
    reply: (context, request) => replyErase(context, request, by()),
  });
  serveEndpoint(router, web, endpoints.getSigningRules, {
    policy: () => ({ action: 'see-status', resource: portal }),
    reply: replySigningRules,
  });
  serveEndpoint(router, web, endpoints.putSigningRules, {
    policy: () => ({ action: 'set-signing', resource: portal }),
    reply: replyPutSigningRules,
  });
}
