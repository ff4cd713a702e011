import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { ApiError } from '#api/api-error.ts';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getOverview, type Overview } from '#contract/overview.ts';
import { getSyncStatus, type SyncStatus } from '#contract/sync-status.ts';
import type { Month, Scope } from '#contract/wire.ts';
import { useChanges } from './changes.ts';
import { type Failure, toFailure } from './failure.ts';
import { useSession } from './session.ts';

const retryAfterMs = 30_000;
const syncPollMs = 2_000;
/** How fresh numbers are changes without any change of facts. */
const freshnessPollMs = 60_000;

/** Numbers of a month for a scope; old ones stay on the screen while new ones come or fail to come. */
export const useOverview = defineStore('overview', () => {
  const session = useSession();
  const changes = useChanges();
  const month = ref<Month>('');
  const scope = ref<Scope | null>(null);
  const data = shallowRef<Overview | null>(null);
  const sync = shallowRef<SyncStatus | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isLoading = ref(false);
  let sequence = 0;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let syncTimer: ReturnType<typeof setTimeout> | undefined;
  let unsubscribe: (() => void) | null = null;

  async function start(): Promise<void> {
    if (month.value === '') month.value = session.month;
    unsubscribe ??= changes.subscribe(['facts', 'plans', 'acknowledgements', 'sync'], (topics) => {
      if (topics.includes('sync')) void loadSync();
      void load();
    });
    await Promise.all([loadSync(), load()]);
  }

  function stop(): void {
    unsubscribe?.();
    unsubscribe = null;
    clearTimeout(retryTimer);
    clearTimeout(syncTimer);
  }

  /** The last request wins: an answer for another month or scope is dropped. */
  async function load(): Promise<void> {
    clearTimeout(retryTimer);
    const own = ++sequence;
    isLoading.value = true;
    try {
      const answer = await callEndpoint(getOverview, { month: month.value, ...(scope.value === null ? {} : { scope: scope.value }) });
      if (own !== sequence) return;
      data.value = answer;
      failure.value = null;
    } catch (error) {
      if (own !== sequence) return;
      failure.value = toFailure(error);
      if (failure.value.isPassing) retryTimer = setTimeout(() => void load(), retryAfterMs);
    } finally {
      if (own === sequence) isLoading.value = false;
    }
  }

  async function loadSync(): Promise<void> {
    clearTimeout(syncTimer);
    if (sync.value !== null && !isFirstLoad(sync.value) && document.visibilityState === 'hidden') {
      syncTimer = setTimeout(() => void loadSync(), freshnessPollMs);
      return;
    }
    try {
      const before = sync.value;
      sync.value = await callEndpoint(getSyncStatus, {});
      const isDone = before !== null && isFirstLoad(before) && !isFirstLoad(sync.value);
      const newer = sync.value.freshness.dealsAt;
      const isBehind = newer !== null && data.value !== null && Date.parse(newer) - Date.parse(data.value.factsAt) >= freshnessPollMs;
      if (isDone || isBehind) void load();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
    if (unsubscribe === null) return;
    const pollMs = sync.value !== null && isReading(sync.value) ? syncPollMs : freshnessPollMs;
    syncTimer = setTimeout(() => void loadSync(), pollMs);
  }

  /** Numbers of another month never stand under the new title. */
  async function show(next: { month?: Month; scope?: Scope }): Promise<void> {
    if (next.month !== undefined && next.month !== month.value) {
      month.value = next.month;
      data.value = null;
    }
    if (next.scope !== undefined && next.scope !== scope.value) scope.value = next.scope;
    failure.value = null;
    await load();
  }

  return {
    month,
    scope,
    data,
    sync,
    failure,
    isLoading,
    retryAfterSeconds: retryAfterMs / 1000,
    isFirstLoad: computed(() => sync.value !== null && isFirstLoad(sync.value)),
    isHistoryLoad: computed(() => sync.value !== null && !isFirstLoad(sync.value) && isReading(sync.value)),
    start,
    stop,
    load,
    show,
  };
});

/** Until the month is here there is nothing to show; what is read after it leaves the numbers on the screen. */
function isFirstLoad(status: SyncStatus): boolean {
  return !status.isMonthReady;
}

const isReading = (status: SyncStatus): boolean => status.state !== 'ready';
