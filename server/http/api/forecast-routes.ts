import type { Router } from 'express';
import { endpoints } from '#contract/endpoints.ts';
import type { Action, Resource } from '#policy/can.ts';
import { widestScope } from '../portal-context.ts';
import { serveEndpoint } from '../serve-endpoint.ts';
import type { Web } from '../web.ts';
import { serveForecastActs } from './forecast-act-routes.ts';
import { replyForecastBeside } from './forecast-beside.ts';
import { replyForecastChanges } from './forecast-changes.ts';
import { replyForecastHonesty } from './forecast-honesty.ts';
import { replyForecastRisks } from './forecast-risks.ts';
import { replyForecastRoute } from './forecast-route.ts';
import { replyForecastTrend } from './forecast-trend.ts';
import { replyLearnedDeals } from './learned-deals.ts';
import { replyPeriodForecast } from './period-forecast.ts';
import { replyPipelineForecast } from './pipeline-forecast.ts';

/** Numbers of a scope are for whoever reaches it. */
const seesScope = (_context: unknown, { scope }: { scope: string }): { action: Action; resource: Resource } => ({
  action: 'see-numbers',
  resource: { kind: 'scope', scope },
});

/** Where a period will end, and what has moved that. */
export function serveForecast(router: Router, web: Web): void {
  serveEndpoint(router, web, endpoints.getPeriodForecast, {
    policy: (context, request) => seesScope(context, { scope: request.scope ?? widestScope(context.actor, context.team) }),
    reply: replyPeriodForecast,
  });
  serveEndpoint(router, web, endpoints.getPipelineForecast, { policy: seesScope, reply: replyPipelineForecast });
  serveEndpoint(router, web, endpoints.getForecastChanges, { policy: seesScope, reply: replyForecastChanges });
  serveEndpoint(router, web, endpoints.getForecastRisks, { policy: seesScope, reply: replyForecastRisks });
  serveEndpoint(router, web, endpoints.getForecastTrend, { policy: seesScope, reply: replyForecastTrend });
  serveEndpoint(router, web, endpoints.getForecastBeside, { policy: seesScope, reply: replyForecastBeside });
  serveEndpoint(router, web, endpoints.getForecastHonesty, { policy: seesScope, reply: replyForecastHonesty });
  serveEndpoint(router, web, endpoints.getForecastRoute, { policy: seesScope, reply: replyForecastRoute });
  serveEndpoint(router, web, endpoints.listLearnedDeals, { policy: seesScope, reply: replyLearnedDeals });
  serveForecastActs(router, web, seesScope);
}
