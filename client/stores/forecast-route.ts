import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getDrillDown, type DrillDownItem } from '#contract/drill-down.ts';
import { listRouteTasks, orderRouteTasks, type RouteTask } from '#contract/route-tasks.ts';
import type { Month, Scope } from '#contract/wire.ts';
import { useChanges } from './changes.ts';
import { type Failure, toFailure } from './failure.ts';
import { usePortal } from './portal.ts';

export type RouteDeal = Extract<DrillDownItem, { kind: 'deal' }>;

const mostDeals = 500;

/** Open deals of a month that could still be won, and which of them somebody counts on. */
export const useForecastRoute = defineStore('forecast-route', () => {
  const portal = usePortal();
  const changes = useChanges();
  const asked = shallowRef<{ month: Month; scope: Scope } | null>(null);
  const deals = shallowRef<readonly RouteDeal[] | null>(null);
  const chosen = ref<ReadonlySet<string>>(new Set());
  const failure = shallowRef<Failure | null>(null);
  /** The newest task of each deal. */
  const tasks = shallowRef<ReadonlyMap<string, RouteTask>>(new Map());
  const isOrdering = ref(false);
  let sequence = 0;
  let unsubscribe: (() => void) | null = null;

  async function show(next: { month: Month; scope: Scope }): Promise<void> {
    if (next.month !== asked.value?.month || next.scope !== asked.value.scope) {
      deals.value = null;
      chosen.value = new Set();
      tasks.value = new Map();
    }
    asked.value = next;
    unsubscribe ??= changes.subscribe(['facts', 'actions'], () => void load());
    await load();
  }

  async function load(): Promise<void> {
    if (asked.value === null) return;
    const own = ++sequence;
    failure.value = null;
    try {
      const answer = await callEndpoint(getDrillDown, { ...asked.value, measure: 'weighted', offset: 0, limit: mostDeals });
      if (own !== sequence) return;
      deals.value = answer.items.filter((item): item is RouteDeal => item.kind === 'deal' && item.percent !== null);
      const known = await callEndpoint(listRouteTasks, asked.value);
      if (own === sequence) keepTasks(known.tasks);
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  function keepTasks(list: readonly RouteTask[]): void {
    tasks.value = new Map(list.map((task) => [task.dealId, task]));
  }

  /** Asks for a task for each chosen deal that has none; the choice is kept when the server does not take it. */
  async function orderTasks(dealIds: readonly string[]): Promise<void> {
    if (asked.value === null || isOrdering.value) return;
    isOrdering.value = true;
    try {
      keepTasks((await callEndpoint(orderRouteTasks, { ...asked.value, dealIds: [...dealIds] })).tasks);
    } finally {
      isOrdering.value = false;
    }
  }

  function toggle(dealId: string): void {
    const next = new Set(chosen.value);
    if (!next.delete(dealId)) next.add(dealId);
    chosen.value = next;
  }

  function stop(): void {
    sequence += 1;
    unsubscribe?.();
    unsubscribe = null;
  }

  return {
    deals,
    chosen,
    failure,
    tasks,
    isOrdering,
    /** Those that are still open. */
    picked: computed(() => (deals.value ?? []).filter(({ dealId }) => chosen.value.has(dealId))),
    show,
    load,
    toggle,
    orderTasks,
    loadTitles: (ids: readonly string[]) => portal.loadTitles(ids),
    stop,
  };
});
