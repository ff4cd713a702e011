import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { BitrixId, Day, Month, Scope } from './wire.ts';

/** How a task that was asked for stands: on its way, in the portal, or refused; `unknown` when the portal's answer was lost. */
export const RouteTask = z.object({
  dealId: BitrixId,
  state: z.enum(['ordered', 'unknown', 'refused', 'open', 'overdue', 'done', 'deleted']),
  /** Null until the portal has made it. */
  taskId: BitrixId.nullable(),
  deadline: Day.nullable(),
});
export type RouteTask = z.infer<typeof RouteTask>;

export const RouteTasks = z.object({ tasks: z.array(RouteTask) });
export type RouteTasks = z.infer<typeof RouteTasks>;

export const listRouteTasks = defineEndpoint({
  method: 'GET',
  path: '/api/forecast/tasks',
  summary: 'Tasks that were made of the route to the plan',
  urgency: 'deferrable',
  request: z.object({ month: Month, scope: Scope }),
  response: RouteTasks,
});

export const orderRouteTasks = defineEndpoint({
  method: 'POST',
  path: '/api/forecast/tasks',
  summary: 'A task in the portal for each deal of the route that has none yet',
  urgency: 'vital',
  request: z.object({ month: Month, scope: Scope, dealIds: z.array(BitrixId).min(1).max(50) }),
  response: RouteTasks,
});
