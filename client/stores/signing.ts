import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { listMyPlans, listSigning, type MyPlans, type SigningList } from '#contract/acknowledgement.ts';
import type { Month } from '#contract/wire.ts';
import { useChanges } from './changes.ts';
import { type Failure, toFailure } from './failure.ts';

/** Who has read and signed the plan of a month, and which sheets wait for the viewer. */
export const useSigning = defineStore('signing', () => {
  const changes = useChanges();
  const month = ref<Month | null>(null);
  const list = shallowRef<SigningList | null>(null);
  const own = shallowRef<MyPlans | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isLoading = ref(false);
  let unsubscribe: (() => void) | null = null;

  async function open(next: Month): Promise<void> {
    month.value = next;
    list.value = null;
    unsubscribe ??= changes.subscribe(['acknowledgements', 'plans'], () => void load());
    await load();
  }

  function close(): void {
    month.value = null;
    unsubscribe?.();
    unsubscribe = null;
  }

  async function load(): Promise<void> {
    const asked = month.value;
    if (asked === null) return;
    isLoading.value = true;
    failure.value = null;
    try {
      const answer = await callEndpoint(listSigning, { month: asked });
      if (month.value === asked) list.value = answer;
    } catch (error) {
      failure.value = toFailure(error);
    } finally {
      isLoading.value = false;
    }
  }

  /** The tab «Мой план» is only there for people who have been sent a sheet; without an answer it stays away. */
  async function loadOwn(): Promise<void> {
    try {
      own.value = await callEndpoint(listMyPlans, {});
    } catch (error) {
      toFailure(error);
    }
  }

  return { month, list, own, failure, isLoading, open, close, load, loadOwn };
});
