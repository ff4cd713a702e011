import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { PlanGrid } from './plan.ts';
import { PeriodKey, writtenText } from './wire.ts';

export const closePlan = defineEndpoint({
  method: 'POST',
  path: '/api/plans/:month/close',
  summary: 'Close an ended month: its targets and facts are kept as they stand, and nothing is planned in it any more',
  urgency: 'vital',
  request: z.object({ month: PeriodKey }),
  response: PlanGrid,
});

export const reopenPlan = defineEndpoint({
  method: 'POST',
  path: '/api/plans/:month/reopen',
  summary: 'Open a closed month again, with a reason; what was kept by the closing goes',
  urgency: 'vital',
  request: z.object({ month: PeriodKey, reason: writtenText(1000) }),
  response: PlanGrid,
});
