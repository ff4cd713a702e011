import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getDataHealth, refreshData, type DataHealth, type StreamName } from '#contract/data-health.ts';
import { useChanges } from './changes.ts';
import { toFailure, type Failure } from './failure.ts';

const restMs = 30_000;
/** While something that was asked for goes on, people watch it. */
const watchMs = 3_000;

export type RefreshedStream = Exclude<StreamName, 'first-load'>;

/** How the reading of the portal fares; looked at again and again while its page is open. */
export const useDataHealth = defineStore('data-health', () => {
  const changes = useChanges();
  const data = shallowRef<DataHealth | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isLoading = ref(false);
  const isAsking = ref(false);
  let sequence = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unsubscribe: (() => void) | null = null;

  async function start(): Promise<void> {
    unsubscribe ??= changes.subscribe(['sync', 'facts'], () => void load());
    await load();
  }

  function stop(): void {
    unsubscribe?.();
    unsubscribe = null;
    clearTimeout(timer);
  }

  async function load(): Promise<void> {
    clearTimeout(timer);
    const own = ++sequence;
    isLoading.value = true;
    try {
      const answer = await callEndpoint(getDataHealth, {});
      if (own !== sequence) return;
      data.value = answer;
      failure.value = null;
    } catch (error) {
      if (own !== sequence) return;
      failure.value = toFailure(error);
    } finally {
      if (own === sequence) isLoading.value = false;
    }
    if (unsubscribe !== null) timer = setTimeout(() => void load(), isMoving(data.value) ? watchMs : restMs);
  }

  /** True when the portal will be read; the page then follows how it goes. */
  async function refresh(streams: readonly RefreshedStream[]): Promise<boolean> {
    if (isAsking.value) return false;
    isAsking.value = true;
    try {
      await callEndpoint(refreshData, { streams: [...streams] });
      await load();
      return true;
    } catch (error) {
      failure.value = toFailure(error);
      return false;
    } finally {
      isAsking.value = false;
    }
  }

  return { data, failure, isLoading, isAsking, start, stop, load, refresh };
});

function isMoving(health: DataHealth | null): boolean {
  return health?.streams.some((stream) => stream.requestedAt !== null || stream.state === 'running') === true;
}
