import { dealChecks } from './deals.ts';
import { taskChecks } from './tasks.ts';
import type { MethodCheck, MethodChecks } from './method-check.ts';

const groups: readonly MethodChecks[] = [dealChecks, taskChecks];

/** Every check of the battery by the name of its method. */
export const methodChecks: ReadonlyMap<string, MethodCheck> = new Map(groups.flatMap((group) => Object.entries(group)));
