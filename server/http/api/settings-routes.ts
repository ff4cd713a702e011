import type { Router } from 'express';
import { endpoints } from '#contract/endpoints.ts';
import { serveEndpoint } from '../serve-endpoint.ts';
import type { Web } from '../web.ts';
import { replyCounting, replyPutCounting } from './counting.ts';
import { replyPutStages, replyStageSettings } from './stage-settings.ts';

const portal = { kind: 'portal' } as const;

/** What counts as a fact, and the percents of stages. */
export function serveSettings(router: Router, web: Web): void {
  serveEndpoint(router, web, endpoints.getCounting, {
    policy: () => ({ action: 'see-status', resource: portal }),
    reply: replyCounting,
  });
  serveEndpoint(router, web, endpoints.putCounting, {
    policy: () => ({ action: 'set-counting', resource: portal }),
    reply: replyPutCounting,
  });
  serveEndpoint(router, web, endpoints.getStageSettings, {
    policy: () => ({ action: 'set-counting', resource: portal }),
    reply: replyStageSettings,
  });
  serveEndpoint(router, web, endpoints.putStageSettings, {
    policy: () => ({ action: 'set-counting', resource: portal }),
    reply: replyPutStages,
  });
}
