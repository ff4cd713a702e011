import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getMetricFacts } from '#contract/metric-facts.ts';
import { getPlanWindow } from '#contract/plan.ts';
import type { Month } from '#contract/wire.ts';
import { shiftMonth } from '#domain/period.ts';
import { useChanges } from './changes.ts';
import { type Failure, toFailure } from './failure.ts';
import { useSession } from './session.ts';

/** A month of one's own: what was planned and what came of it, in whole units of the currency. */
export interface OwnMonth {
  readonly month: Month;
  readonly plan: string | null;
  readonly fact: string | null;
}

/** Half a year and the running month tell how it usually goes. */
const monthsBack = 6;

/** The viewer's revenue month by month beside the plan that was in force at its end. */
export const useOwnHistory = defineStore('own-history', () => {
  const session = useSession();
  const changes = useChanges();
  const months = shallowRef<readonly OwnMonth[] | null>(null);
  const currency = shallowRef('');
  const failure = shallowRef<Failure | null>(null);
  let sequence = 0;
  let unsubscribe: (() => void) | null = null;

  async function start(): Promise<void> {
    unsubscribe ??= changes.subscribe(['facts', 'plans'], () => void load());
    await load();
  }

  async function load(): Promise<void> {
    const own = ++sequence;
    const from = shiftMonth(session.month, -monthsBack);
    const scope = `person:${session.viewer?.userId ?? ''}`;
    try {
      const [plans, facts] = await Promise.all([
        callEndpoint(getPlanWindow, { from, months: monthsBack + 1 }),
        callEndpoint(getMetricFacts, { metric: 'revenue', from, months: monthsBack + 1 }),
      ]);
      if (own !== sequence) return;
      const values = facts.facts.find((one) => one.scope === scope)?.values ?? [];
      currency.value = plans.currency;
      failure.value = null;
      months.value = plans.months.map(({ month, published }, at) => ({
        month,
        plan: published.find((line) => line.metric === 'revenue' && line.scope === scope)?.value ?? null,
        fact: values[at] ?? null,
      }));
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  function stop(): void {
    sequence += 1;
    unsubscribe?.();
    unsubscribe = null;
  }

  return { months, currency, failure, start, load, stop };
});
