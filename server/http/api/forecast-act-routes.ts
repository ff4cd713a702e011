import type { Router } from 'express';
import { endpoints } from '#contract/endpoints.ts';
import type { Action, Resource } from '#policy/can.ts';
import type { PortalContext } from '../portal-context.ts';
import { serveEndpoint } from '../serve-endpoint.ts';
import type { Web } from '../web.ts';
import { replyDealJudgements, replySetDealCategory, replySetDealChance, scopeOfDeal } from './deal-judgements.ts';
import { replyForecastAdjustment, replySetForecastAdjustment } from './forecast-adjustment.ts';
import { replyForecastSubmissions, replySubmissionHistory, replySubmitForecast } from './forecast-submissions.ts';
import { replyOrderRouteTasks, replyRouteTasks } from './route-tasks.ts';

interface Deed {
  readonly action: Action;
  readonly resource: Resource;
}

const ofPerson = (userId: string): Resource => ({ kind: 'scope', scope: `person:${userId}` });

/** What people add to a forecast, say of its deals and do about it, with what was said and done before. */
export function serveForecastActs(router: Router, web: Web, seesScope: (context: unknown, request: { scope: string }) => Deed): void {
  const judgesDeal = async (context: PortalContext, request: { dealId: string }): Promise<Deed> => {
    return { action: 'judge-deal', resource: await scopeOfDeal(context, request) };
  };
  serveEndpoint(router, web, endpoints.getForecastAdjustment, {
    policy: (_context, request) => ({ action: 'see-numbers', resource: ofPerson(request.userId) }),
    reply: replyForecastAdjustment,
  });
  serveEndpoint(router, web, endpoints.setForecastAdjustment, {
    policy: (_context, request) => ({ action: 'adjust-forecast', resource: ofPerson(request.userId) }),
    reply: replySetForecastAdjustment,
  });
  serveEndpoint(router, web, endpoints.getForecastSubmissions, { policy: seesScope, reply: replyForecastSubmissions });
  serveEndpoint(router, web, endpoints.listSubmissionHistory, { policy: seesScope, reply: replySubmissionHistory });
  serveEndpoint(router, web, endpoints.submitForecast, {
    policy: (_context, request) => ({ action: 'submit-forecast', resource: { kind: 'scope', scope: request.scope } }),
    reply: replySubmitForecast,
  });
  serveEndpoint(router, web, endpoints.getDealJudgements, { policy: judgesDeal, reply: replyDealJudgements });
  serveEndpoint(router, web, endpoints.setDealCategory, { policy: judgesDeal, reply: replySetDealCategory });
  serveEndpoint(router, web, endpoints.setDealChance, { policy: judgesDeal, reply: replySetDealChance });
  serveEndpoint(router, web, endpoints.listRouteTasks, { policy: seesScope, reply: replyRouteTasks });
  serveEndpoint(router, web, endpoints.orderRouteTasks, {
    policy: (_context, request) => ({ action: 'order-task', resource: { kind: 'scope', scope: request.scope } }),
    reply: replyOrderRouteTasks,
  });
}
