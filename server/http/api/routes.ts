import { Router } from 'express';
import { endpoints } from '#contract/endpoints.ts';
import { widestScope, type PortalContext } from '../portal-context.ts';
import { serveEndpoint } from '../serve-endpoint.ts';
import { takeBodies } from '../take-bodies.ts';
import type { Web } from '../web.ts';
import { replyAskAccess } from './access-request.ts';
import { replyActingHeads, replyAppoint, replyEndActing } from './acting-heads.ts';
import { serveChanges } from './changes.ts';
import { replyDataHealth, replyRefresh } from './data-health.ts';
import { replyDataQuality } from './data-quality.ts';
import { replyDealOutlook } from './deal-outlook.ts';
import { replyDimensionValues } from './dimension-values.ts';
import { serveEvidence } from './evidence.ts';
import { replyDrillDown } from './drill-down.ts';
import { serveForecast } from './forecast-routes.ts';
import { replyCopyDimensions } from './copy-dimensions.ts';
import { replyHandover } from './handover.ts';
import { serveControl } from './control-routes.ts';
import { serveIntensity } from './intensity-routes.ts';
import { replyLeadOutlook } from './lead-outlook.ts';
import { replyMetricFacts } from './metric-facts.ts';
import { replyMetricFactList } from './metric-fact-list.ts';
import { replyArchiveMetric, replyChangeMetric, replyDefineMetric, replyManualMetrics } from './manual-metrics.ts';
import { replyEnterValue, replyValueHistory, toValueResource } from './manual-values.ts';
import { writeOpenApi } from '../open-api.ts';
import { replyAttention } from './attention.ts';
import { replyGuideSeen } from './guides.ts';
import { replyOverview } from './overview.ts';
import { replyPeopleChanges } from './people-changes.ts';
import { replyDiscardDraft, replyPlan, replyPlanWindow, replySaveDraft } from './plans.ts';
import { replyPutCalculation } from './plan-calculation.ts';
import { replyPlanConditions, replyPutConditions } from './plan-conditions.ts';
import { replyClose, replyReopen } from './plan-closing.ts';
import { replyPlanDimensions, replyPutDimensions } from './plan-dimensions.ts';
import { replyPlanHistory } from './plan-history.ts';
import { replyDraftParts, replyPlanParts } from './plan-parts.ts';
import { replyPlanVersions } from './plan-versions.ts';
import { servePlanWorkbook } from './plan-workbook.ts';
import { replyPublish } from './publish-plan.ts';
import { serveSession } from './session.ts';
import { serveQuizzes } from './serve-quizzes.ts';
import { serveSheets } from './serve-sheets.ts';
import { serveReviewMinutes } from './review-minutes.ts';
import { serveReviews } from './review-routes.ts';
import { serveSettings } from './settings-routes.ts';
import { replySyncStatus } from './sync-status.ts';

const ownScope = (context: PortalContext) => ({ kind: 'scope', scope: widestScope(context.actor, context.team) }) as const;
const portal = { kind: 'portal' } as const;
/** Whoever sends plans drafts them. */
const toDraft = () => ({ action: 'publish-plan', resource: portal }) as const;

/** Every endpoint with its policy. */
export function createApi(web: Web): Router {
  const router = Router();
  router.use(takeBodies(web));
  serveSession(router, web);
  serveChanges(router, web);
  // Anybody may ask for it, so it is written once.
  let openApi: Record<string, unknown> | null = null;
  router.get('/api/openapi.json', (_request, response) => void response.json((openApi ??= writeOpenApi(web.build))));
  serveNumbers(router, web);
  serveSettings(router, web);
  serveForecast(router, web);
  // Its address would pass for the plan of a month.
  servePlanWorkbook(router, web);
  servePlans(router, web);
  servePlanParts(router, web);
  servePeople(router, web);
  serveSheets(router, web);
  serveQuizzes(router, web);
  serveEvidence(router, web);
  serveHealth(router, web);
  serveMetrics(router, web);
  serveReviews(router, web);
  serveReviewMinutes(router, web);
  serveIntensity(router, web);
  serveControl(router, web);
  return router;
}

function serveNumbers(router: Router, web: Web): void {
  serveEndpoint(router, web, endpoints.getOverview, {
    policy: (context, request) => ({
      action: 'see-numbers',
      resource: request.scope === undefined ? ownScope(context) : { kind: 'scope', scope: request.scope },
    }),
    reply: replyOverview,
  });
  serveEndpoint(router, web, endpoints.getAttention, {
    policy: (context, request) => ({
      action: 'see-numbers',
      resource: request.scope === undefined ? ownScope(context) : { kind: 'scope', scope: request.scope },
    }),
    reply: replyAttention,
  });
  serveEndpoint(router, web, endpoints.getDrillDown, {
    policy: (_context, request) => ({ action: 'see-numbers', resource: { kind: 'scope', scope: request.scope } }),
    reply: replyDrillDown,
  });
  serveEndpoint(router, web, endpoints.getMetricFacts, {
    policy: (context) => ({ action: 'see-numbers', resource: ownScope(context) }),
    reply: replyMetricFacts,
  });
  serveEndpoint(router, web, endpoints.listMetricFacts, {
    policy: (_context, request) => ({ action: 'see-numbers', resource: { kind: 'scope', scope: request.scope } }),
    reply: replyMetricFactList,
  });
  serveEndpoint(router, web, endpoints.getDealOutlook, {
    policy: () => ({ action: 'see-card', resource: portal }),
    reply: replyDealOutlook,
  });
  serveEndpoint(router, web, endpoints.getLeadOutlook, {
    policy: () => ({ action: 'see-card', resource: portal }),
    reply: replyLeadOutlook,
  });
  serveEndpoint(router, web, endpoints.getSyncStatus, {
    policy: () => ({ action: 'see-status', resource: portal }),
    reply: replySyncStatus,
  });
  serveEndpoint(router, web, endpoints.putGuideSeen, {
    policy: () => ({ action: 'see-status', resource: portal }),
    reply: replyGuideSeen,
  });
  serveEndpoint(router, web, endpoints.askAccess, {
    policy: () => ({ action: 'see-status', resource: portal }),
    reply: replyAskAccess,
  });
}

function servePlans(router: Router, web: Web): void {
  serveEndpoint(router, web, endpoints.getPlan, {
    policy: (context) => ({ action: 'see-plan', resource: ownScope(context) }),
    reply: replyPlan,
  });
  serveEndpoint(router, web, endpoints.getPlanWindow, {
    policy: (context) => ({ action: 'see-plan', resource: ownScope(context) }),
    reply: replyPlanWindow,
  });
  serveEndpoint(router, web, endpoints.getPlanHistory, {
    policy: (context) => ({ action: 'see-plan', resource: ownScope(context) }),
    reply: replyPlanHistory,
  });
  serveEndpoint(router, web, endpoints.getPlanConditions, {
    policy: (context) => ({ action: 'see-plan', resource: ownScope(context) }),
    reply: replyPlanConditions,
  });
  serveEndpoint(router, web, endpoints.putPlanConditions, {
    policy: (_context, request) => ({ action: 'set-plan-line', resource: { kind: 'scope', scope: request.scope } }),
    reply: replyPutConditions,
  });
  serveEndpoint(router, web, endpoints.listPlanVersions, {
    policy: (context) => ({ action: 'see-plan', resource: ownScope(context) }),
    reply: replyPlanVersions,
  });
  serveEndpoint(router, web, endpoints.putPlanCalculation, {
    policy: (_context, request) => ({ action: 'set-plan-line', resource: { kind: 'scope', scope: request.scope } }),
    reply: replyPutCalculation,
  });
  serveEndpoint(router, web, endpoints.saveDraft, { policy: toDraft, reply: replySaveDraft });
  serveEndpoint(router, web, endpoints.discardDraft, { policy: toDraft, reply: replyDiscardDraft });
  serveEndpoint(router, web, endpoints.publishPlan, {
    policy: () => ({ action: 'publish-plan', resource: portal }),
    reply: (context, request) => replyPublish(context, request, web.sealKeys),
  });
  serveEndpoint(router, web, endpoints.closePlan, {
    policy: () => ({ action: 'close-plan', resource: portal }),
    reply: (context, request) => replyClose(context, request, web.sealKeys),
  });
  serveEndpoint(router, web, endpoints.reopenPlan, {
    policy: () => ({ action: 'reopen-plan', resource: portal }),
    reply: (context, request) => replyReopen(context, request, web.sealKeys),
  });
}

/** Plans about parts of what is sold, and plans cut into shorter ones. */
function servePlanParts(router: Router, web: Web): void {
  serveEndpoint(router, web, endpoints.getPlanDimensions, {
    policy: (context) => ({ action: 'see-plan', resource: ownScope(context) }),
    reply: replyPlanDimensions,
  });
  serveEndpoint(router, web, endpoints.putPlanDimensions, { policy: toDraft, reply: replyPutDimensions });
  serveEndpoint(router, web, endpoints.listDimensionValues, {
    policy: (_context, request) => ({ action: 'see-numbers', resource: { kind: 'scope', scope: request.scope } }),
    reply: replyDimensionValues,
  });
  serveEndpoint(router, web, endpoints.copyPlanDimensions, { policy: toDraft, reply: replyCopyDimensions });
  serveEndpoint(router, web, endpoints.getPlanParts, { policy: toDraft, reply: replyPlanParts });
  serveEndpoint(router, web, endpoints.draftPlanParts, { policy: toDraft, reply: replyDraftParts });
}

function servePeople(router: Router, web: Web): void {
  serveEndpoint(router, web, endpoints.listPeopleChanges, {
    policy: () => ({ action: 'see-people-changes', resource: portal }),
    reply: replyPeopleChanges,
  });
  serveEndpoint(router, web, endpoints.previewHandover, {
    policy: (_context, request) => ({ action: 'set-plan-line', resource: { kind: 'scope', scope: `person:${request.userId}` } }),
    reply: replyHandover,
  });
  serveEndpoint(router, web, endpoints.listActingHeads, {
    policy: () => ({ action: 'see-acting-heads', resource: portal }),
    reply: replyActingHeads,
  });
  serveEndpoint(router, web, endpoints.appointActingHead, {
    policy: (_context, request) => ({
      action: 'appoint-acting-head',
      resource: { kind: 'department', departmentId: BigInt(request.departmentId) },
    }),
    reply: replyAppoint,
  });
  serveEndpoint(router, web, endpoints.endActingHead, {
    policy: () => ({ action: 'end-acting-head', resource: portal }),
    reply: replyEndActing,
  });
}

function serveHealth(router: Router, web: Web): void {
  const seen = () => ({ action: 'see-health', resource: portal }) as const;
  serveEndpoint(router, web, endpoints.getDataHealth, {
    policy: seen,
    reply: (context) => replyDataHealth(context, web.systemClock()),
  });
  serveEndpoint(router, web, endpoints.listDataQuality, { policy: seen, reply: replyDataQuality });
  serveEndpoint(router, web, endpoints.refreshData, {
    policy: () => ({ action: 'refresh-data', resource: portal }),
    reply: replyRefresh,
    afterwards: (session) => web.sync.requestCatchUp(session.portalId),
  });
}

function serveMetrics(router: Router, web: Web): void {
  const set = () => ({ action: 'set-metrics', resource: portal }) as const;
  serveEndpoint(router, web, endpoints.listManualMetrics, {
    policy: () => ({ action: 'see-metrics', resource: portal }),
    reply: replyManualMetrics,
  });
  serveEndpoint(router, web, endpoints.defineManualMetric, { policy: set, reply: replyDefineMetric });
  serveEndpoint(router, web, endpoints.changeManualMetric, { policy: set, reply: replyChangeMetric });
  serveEndpoint(router, web, endpoints.archiveManualMetric, { policy: set, reply: replyArchiveMetric });
  serveEndpoint(router, web, endpoints.enterManualValue, {
    policy: async (context, request) => ({ action: 'enter-value', resource: await toValueResource(context, request) }),
    reply: replyEnterValue,
  });
  serveEndpoint(router, web, endpoints.listValueHistory, {
    policy: async (context, request) => ({ action: 'see-value', resource: await toValueResource(context, request) }),
    reply: replyValueHistory,
  });
}
