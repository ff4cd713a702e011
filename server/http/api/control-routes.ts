import type { Router } from 'express';
import { endpoints } from '#contract/endpoints.ts';
import { serveEndpoint } from '../serve-endpoint.ts';
import type { Web } from '../web.ts';
import { widestScope, type PortalContext } from '../portal-context.ts';
import { replyCrmOrder, replyOrderItems } from './crm-order.ts';
import { replyMetricRules, replyPreviewMetricRule, replyPutMetricRule } from './metric-rules.ts';
import { replyOwnDimensions, replyPutOwnDimensions } from './own-dimensions.ts';
import { replyPutRelationshipField, replyRelationshipField } from './relationship-field.ts';
import { replyRelationshipList, replyRelationships } from './relationships.ts';
import { replyControlledTasks, replyPutTaskCheck, replyTaskControl, toTaskScope } from './task-control.ts';

const portal = { kind: 'portal' } as const;
const ofScope = (context: PortalContext, { scope }: { scope?: string | undefined }) =>
  ({ action: 'see-numbers', resource: { kind: 'scope', scope: scope ?? widestScope(context.actor, context.team) } }) as const;

/** What a head looks after beside numbers: tasks of people, how they keep their deals and leads, and of what metrics are counted. */
export function serveControl(router: Router, web: Web): void {
  serveEndpoint(router, web, endpoints.getTaskControl, { policy: ofScope, reply: replyTaskControl });
  serveEndpoint(router, web, endpoints.listControlledTasks, { policy: ofScope, reply: replyControlledTasks });
  serveEndpoint(router, web, endpoints.getCrmOrder, { policy: ofScope, reply: replyCrmOrder });
  serveEndpoint(router, web, endpoints.listCrmOrder, { policy: ofScope, reply: replyOrderItems });
  serveEndpoint(router, web, endpoints.getRelationships, { policy: ofScope, reply: replyRelationships });
  serveEndpoint(router, web, endpoints.listRelationships, { policy: ofScope, reply: replyRelationshipList });
  const seen = () => ({ action: 'see-norms', resource: portal }) as const;
  serveEndpoint(router, web, endpoints.getMetricRules, { policy: seen, reply: replyMetricRules });
  serveEndpoint(router, web, endpoints.previewMetricRule, { policy: seen, reply: replyPreviewMetricRule });
  const set = () => ({ action: 'set-counting', resource: portal }) as const;
  serveEndpoint(router, web, endpoints.getRelationshipField, { policy: seen, reply: replyRelationshipField });
  serveEndpoint(router, web, endpoints.putRelationshipField, { policy: set, reply: replyPutRelationshipField });
  serveEndpoint(router, web, endpoints.getOwnDimensions, { policy: seen, reply: replyOwnDimensions });
  serveEndpoint(router, web, endpoints.putOwnDimensions, { policy: set, reply: replyPutOwnDimensions });
  serveEndpoint(router, web, endpoints.putMetricRule, {
    policy: set,
    reply: replyPutMetricRule,
  });
  serveEndpoint(router, web, endpoints.putTaskCheck, {
    policy: async (context, request) => ({ action: 'check-task', resource: await toTaskScope(context, request) }),
    reply: replyPutTaskCheck,
  });
}
