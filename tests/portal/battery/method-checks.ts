import { applicationChecks } from './application.ts';
import { batchChecks } from './batch.ts';
import { dealChecks } from './deals.ts';
import { eventChecks } from './events.ts';
import { placementChecks } from './placements.ts';
import { taskChecks } from './tasks.ts';
import { userChecks } from './users.ts';
import type { MethodCheck, MethodChecks } from './method-check.ts';

const groups: readonly MethodChecks[] = [dealChecks, applicationChecks, batchChecks, eventChecks, placementChecks, taskChecks, userChecks];

/** Every check of the battery by the name of its method. */
export const methodChecks: ReadonlyMap<string, MethodCheck> = new Map(groups.flatMap((group) => Object.entries(group)));
