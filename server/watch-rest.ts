import { kindOfMethod } from '#bitrix/allowed-methods.ts';
import { cloudOperating } from '#bitrix/operating-budget.ts';
import { familyOf, type RestWatch } from '#bitrix/rest-watch.ts';
import type { Metrics } from '#kernel/metrics.ts';

/** Counts requests to portals; a batch is one, whatever it carries. */
export function watchRest(metrics: Metrics | undefined): RestWatch | undefined {
  if (metrics === undefined) return undefined;
  return {
    exchanged: ({ method, outcome, seconds, operating }) =>
      metrics.restCall({
        family: familyOf(method),
        kind: method === 'batch' ? 'batch' : kindOfMethod(method),
        outcome,
        seconds,
        operatingShare: operating === null ? null : operating / cloudOperating.limitSeconds,
      }),
    waited: (priority, seconds) => metrics.limiterWait(priority, seconds),
  };
}
