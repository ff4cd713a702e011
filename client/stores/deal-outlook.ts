import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getDealOutlook, type DealOutlook } from '#contract/deal-outlook.ts';
import { toFailure, type Failure } from './failure.ts';
import { useSession } from './session.ts';

/** What the deal of this card means for the plan; the first answer comes with the page. */
export const useDealOutlook = defineStore('deal-outlook', () => {
  const session = useSession();
  const outlook = shallowRef<DealOutlook | null>(session.boot?.deal ?? null);
  const failure = shallowRef<Failure | null>(null);
  const isLoading = ref(false);

  /** Old numbers stay on the screen while new ones come, and when they do not come. */
  async function load(): Promise<void> {
    const dealId = session.boot?.placement.entityId ?? null;
    if (dealId === null || isLoading.value) return;
    isLoading.value = true;
    try {
      outlook.value = await callEndpoint(getDealOutlook, { dealId });
      failure.value = null;
    } catch (error) {
      failure.value = toFailure(error);
    } finally {
      isLoading.value = false;
    }
  }

  return { outlook, failure, isLoading, load };
});
