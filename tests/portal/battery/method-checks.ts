import { dealChecks } from './deals.ts';
import { applicationChecks } from './application.ts';
import { batchChecks } from './batch.ts';
import { eventChecks, offlineEventChecks } from './events.ts';
import { placementChecks } from './placements.ts';
import { taskChecks } from './tasks.ts';
import { restV3Checks } from './rest-v3.ts';
import { restV3TaskChecks } from './rest-v3-tasks.ts';
import { catalogChecks } from './catalog.ts';
import { paymentChecks } from './payments.ts';
import { productRowChecks } from './product-rows.ts';
import { departmentChecks, userChecks } from './users.ts';
import type { MethodCheck, MethodChecks } from './method-check.ts';

const groups: readonly MethodChecks[] = [
  dealChecks,
  applicationChecks,
  batchChecks,
  departmentChecks,
  eventChecks,
  offlineEventChecks,
  placementChecks,
  taskChecks,
  restV3Checks,
  restV3TaskChecks,
  catalogChecks,
  paymentChecks,
  productRowChecks,
  userChecks,
];

/** Every check of the battery by the name of its method. */
export const methodChecks: ReadonlyMap<string, MethodCheck> = new Map(groups.flatMap((group) => Object.entries(group)));
