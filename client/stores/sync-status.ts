import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getSyncStatus, type SyncStatus } from '#contract/sync-status.ts';
import { toFailure, type Failure } from './failure.ts';

const pollMs = 60_000;

/** How far the first load is and how fresh the facts are. */
export const useSyncStatus = defineStore('sync-status', () => {
  const status = shallowRef<SyncStatus | null>(null);
  const failure = shallowRef<Failure | null>(null);

  async function load(): Promise<void> {
    try {
      status.value = await callEndpoint(getSyncStatus, {});
      failure.value = null;
    } catch (error) {
      failure.value = toFailure(error);
    }
  }

  /** Asks each minute while the frame is visible, because numbers grow old without any change; returns the way to stop. */
  function follow(): () => void {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void load();
    }, pollMs);
    return () => clearInterval(timer);
  }

  return { status, failure, load, follow };
});
