import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getLeadOutlook, type LeadOutlook } from '#contract/lead-outlook.ts';
import { toFailure, type Failure } from './failure.ts';
import { useSession } from './session.ts';

/** The viewer’s month beside the lead of this card; the first answer comes with the page. */
export const useLeadOutlook = defineStore('lead-outlook', () => {
  const session = useSession();
  const outlook = shallowRef<LeadOutlook | null>(session.boot?.lead ?? null);
  const failure = shallowRef<Failure | null>(null);
  const isLoading = ref(false);

  /** Old numbers stay on the screen while new ones come, and when they do not come. */
  async function load(): Promise<void> {
    const leadId = session.boot?.placement.entityId ?? null;
    if (leadId === null || isLoading.value) return;
    isLoading.value = true;
    try {
      outlook.value = await callEndpoint(getLeadOutlook, { leadId });
      failure.value = null;
    } catch (error) {
      failure.value = toFailure(error);
    } finally {
      isLoading.value = false;
    }
  }

  return { outlook, failure, isLoading, load };
});
