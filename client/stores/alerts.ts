import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { answerAlert, checkAlerts, listAlerts, type Alerts } from '#contract/alerts.ts';
import { useChanges } from './changes.ts';
import { toFailure, type Failure } from './failure.ts';

export interface AlertAnswer {
  readonly kind: 'task' | 'talk' | 'team-talk';
  readonly words: string;
  readonly deadline: string;
  readonly checkOn: string;
}

/** What was worth a word about people's activity, and what was decided about it. */
export const useAlerts = defineStore('alerts', () => {
  const changes = useChanges();
  const data = shallowRef<Alerts | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  const isBusy = ref(false);
  let sequence = 0;
  let unsubscribe: (() => void) | null = null;

  async function start(): Promise<void> {
    unsubscribe ??= changes.subscribe(['intensity', 'actions'], () => void load());
    await load();
  }

  function stop(): void {
    unsubscribe?.();
    unsubscribe = null;
  }

  async function load(): Promise<void> {
    const own = ++sequence;
    try {
      const answer = await callEndpoint(listAlerts, {});
      if (own !== sequence) return;
      data.value = answer;
      failure.value = null;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  /** False when it was refused. */
  async function change(call: () => Promise<Alerts>): Promise<boolean> {
    if (isBusy.value) return false;
    isBusy.value = true;
    saveFailure.value = null;
    try {
      const answer = await call();
      sequence += 1;
      data.value = answer;
      return true;
    } catch (error) {
      saveFailure.value = toFailure(error);
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  return {
    data,
    failure,
    saveFailure,
    isBusy,
    start,
    stop,
    load,
    check: () => change(() => callEndpoint(checkAlerts, {})),
    answer: (alertId: string, answer: AlertAnswer) => change(() => callEndpoint(answerAlert, { alertId, ...answer })),
  };
});
