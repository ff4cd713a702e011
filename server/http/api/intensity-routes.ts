import type { Router } from 'express';
import { endpoints } from '#contract/endpoints.ts';
import { serveEndpoint } from '../serve-endpoint.ts';
import type { Web } from '../web.ts';
import { widestScope, type PortalContext } from '../portal-context.ts';
import { replyActivityReport } from './activity-report.ts';
import { replyActivityList } from './activity-list.ts';
import { replyAlertRules, replyDropAlertRules, replyPreviewAlertRules, replyPutAlertRules, replyPutReportRules } from './alert-rules.ts';
import { replyAlerts, replyAnswerAlert, replyCheckAlerts, toAlertScope } from './alerts.ts';
import { replyIntensity } from './intensity.ts';
import { replyMyDay } from './my-day.ts';
import { replyProvenance } from './provenance.ts';
import { replyNormSuggestions, replyNorms, replyPutNormLines, replyPutNormPerson } from './norms.ts';

const portal = { kind: 'portal' } as const;
const ofScope = (context: PortalContext, scope: string | undefined) =>
  ({ action: 'see-numbers', resource: { kind: 'scope', scope: scope ?? widestScope(context.actor, context.team) } }) as const;

/** Activity of people: norms, numbers, alerts. */
export function serveIntensity(router: Router, web: Web): void {
  const seen = () => ({ action: 'see-norms', resource: portal }) as const;
  serveEndpoint(router, web, endpoints.getIntensity, {
    policy: (context, request) => ofScope(context, request.scope),
    reply: replyIntensity,
  });
  serveEndpoint(router, web, endpoints.listActivity, {
    policy: (context, request) => ofScope(context, request.scope),
    reply: replyActivityList,
  });
  serveEndpoint(router, web, endpoints.getProvenance, {
    policy: (context, request) => ofScope(context, request.scope),
    reply: replyProvenance,
  });
  serveEndpoint(router, web, endpoints.getActivityReport, {
    policy: (context, request) => ofScope(context, request.scope),
    reply: replyActivityReport,
  });
  serveEndpoint(router, web, endpoints.getMyDay, {
    policy: (context) => ofScope(context, `person:${context.session.userId}`),
    reply: replyMyDay,
  });
  serveEndpoint(router, web, endpoints.listAlerts, { policy: () => ({ action: 'see-alerts', resource: portal }), reply: replyAlerts });
  serveEndpoint(router, web, endpoints.checkAlerts, {
    policy: () => ({ action: 'check-alerts', resource: portal }),
    reply: replyCheckAlerts,
  });
  const set = () => ({ action: 'set-alert-rules', resource: portal }) as const;
  serveEndpoint(router, web, endpoints.getAlertRules, { policy: seen, reply: replyAlertRules });
  serveEndpoint(router, web, endpoints.putAlertRules, { policy: set, reply: replyPutAlertRules });
  serveEndpoint(router, web, endpoints.dropAlertRules, { policy: set, reply: replyDropAlertRules });
  serveEndpoint(router, web, endpoints.putReportRules, { policy: set, reply: replyPutReportRules });
  serveEndpoint(router, web, endpoints.previewAlertRules, { policy: seen, reply: replyPreviewAlertRules });
  serveEndpoint(router, web, endpoints.answerAlert, {
    policy: async (context, request) => ({ action: 'answer-alert', resource: await toAlertScope(context, request) }),
    reply: replyAnswerAlert,
  });
  serveEndpoint(router, web, endpoints.listNorms, { policy: seen, reply: replyNorms });
  serveEndpoint(router, web, endpoints.putNormLines, {
    policy: () => ({ action: 'set-norms', resource: portal }),
    reply: replyPutNormLines,
  });
  serveEndpoint(router, web, endpoints.putNormPerson, {
    policy: (_context, request) => ({ action: 'assign-norm', resource: { kind: 'scope', scope: `person:${request.userId}` } }),
    reply: replyPutNormPerson,
  });
  serveEndpoint(router, web, endpoints.getNormSuggestions, { policy: seen, reply: replyNormSuggestions });
}
