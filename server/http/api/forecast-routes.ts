import type { Router } from 'express';
import { endpoints } from '#contract/endpoints.ts';
import { widestScope } from '../portal-context.ts';
import { serveEndpoint } from '../serve-endpoint.ts';
import type { Web } from '../web.ts';
import { replyDealJudgements, replySetDealCategory, replySetDealChance, scopeOfDeal } from './deal-judgements.ts';
import { replyForecastAdjustment, replySetForecastAdjustment } from './forecast-adjustment.ts';
import { replyForecastChanges } from './forecast-changes.ts';
import { replyForecastRisks } from './forecast-risks.ts';
import { replyForecastHonesty } from './forecast-honesty.ts';
import { replyForecastRoute } from './forecast-route.ts';
import { replyForecastSubmissions, replySubmissionHistory, replySubmitForecast } from './forecast-submissions.ts';
import { replyForecastTrend } from './forecast-trend.ts';
import { replyLearnedDeals } from './learned-deals.ts';
import { replyOrderRouteTasks, replyRouteTasks } from './route-tasks.ts';
import { replyPeriodForecast } from './period-forecast.ts';

/** Where a period will end, and what has moved that. */
export function serveForecast(router: Router, web: Web): void {
  serveEndpoint(router, web, endpoints.getPeriodForecast, {
    policy: (context, request) => ({
      action: 'see-numbers',
      resource: { kind: 'scope', scope: request.scope ?? widestScope(context.actor, context.team) },
    }),
    reply: replyPeriodForecast,
  });
  serveEndpoint(router, web, endpoints.getForecastChanges, {
    policy: (_context, request) => ({ action: 'see-numbers', resource: { kind: 'scope', scope: request.scope } }),
    reply: replyForecastChanges,
  });
  serveEndpoint(router, web, endpoints.getForecastRisks, {
    policy: (_context, request) => ({ action: 'see-numbers', resource: { kind: 'scope', scope: request.scope } }),
    reply: replyForecastRisks,
  });
  serveEndpoint(router, web, endpoints.getForecastTrend, {
    policy: (_context, request) => ({ action: 'see-numbers', resource: { kind: 'scope', scope: request.scope } }),
    reply: replyForecastTrend,
  });
  serveEndpoint(router, web, endpoints.getForecastAdjustment, {
    policy: (_context, request) => ({ action: 'see-numbers', resource: { kind: 'scope', scope: `person:${request.userId}` } }),
    reply: replyForecastAdjustment,
  });
  serveEndpoint(router, web, endpoints.setForecastAdjustment, {
    policy: (_context, request) => ({ action: 'adjust-forecast', resource: { kind: 'scope', scope: `person:${request.userId}` } }),
    reply: replySetForecastAdjustment,
  });
  serveEndpoint(router, web, endpoints.getDealJudgements, {
    policy: async (context, request) => ({ action: 'judge-deal', resource: await scopeOfDeal(context, request) }),
    reply: replyDealJudgements,
  });
  serveEndpoint(router, web, endpoints.setDealCategory, {
    policy: async (context, request) => ({ action: 'judge-deal', resource: await scopeOfDeal(context, request) }),
    reply: replySetDealCategory,
  });
  serveEndpoint(router, web, endpoints.setDealChance, {
    policy: async (context, request) => ({ action: 'judge-deal', resource: await scopeOfDeal(context, request) }),
    reply: replySetDealChance,
  });
  serveEndpoint(router, web, endpoints.getForecastRoute, {
    policy: (_context, request) => ({ action: 'see-numbers', resource: { kind: 'scope', scope: request.scope } }),
    reply: replyForecastRoute,
  });
  serveEndpoint(router, web, endpoints.getForecastHonesty, {
    policy: (_context, request) => ({ action: 'see-numbers', resource: { kind: 'scope', scope: request.scope } }),
    reply: replyForecastHonesty,
  });
  serveEndpoint(router, web, endpoints.getForecastSubmissions, {
    policy: (_context, request) => ({ action: 'see-numbers', resource: { kind: 'scope', scope: request.scope } }),
    reply: replyForecastSubmissions,
  });
  serveEndpoint(router, web, endpoints.listSubmissionHistory, {
    policy: (_context, request) => ({ action: 'see-numbers', resource: { kind: 'scope', scope: request.scope } }),
    reply: replySubmissionHistory,
  });
  serveEndpoint(router, web, endpoints.submitForecast, {
    policy: (_context, request) => ({ action: 'submit-forecast', resource: { kind: 'scope', scope: request.scope } }),
    reply: replySubmitForecast,
  });
  serveEndpoint(router, web, endpoints.listLearnedDeals, {
    policy: (_context, request) => ({ action: 'see-numbers', resource: { kind: 'scope', scope: request.scope } }),
    reply: replyLearnedDeals,
  });
  serveEndpoint(router, web, endpoints.listRouteTasks, {
    policy: (_context, request) => ({ action: 'see-numbers', resource: { kind: 'scope', scope: request.scope } }),
    reply: replyRouteTasks,
  });
  serveEndpoint(router, web, endpoints.orderRouteTasks, {
    policy: (_context, request) => ({ action: 'order-task', resource: { kind: 'scope', scope: request.scope } }),
    reply: replyOrderRouteTasks,
  });
}
