import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { putGuideSeen } from '#contract/guides.ts';
import { toFailure } from './failure.ts';
import { useSession } from './session.ts';

/** The tour of the workspace: offered once, and there again for whoever asks for it. */
export const useTour = defineStore('tour', () => {
  const session = useSession();
  /** Step that is shown, from 0; null while the tour does not run. */
  const step = ref<number | null>(null);
  const isPutAway = ref(false);
  const isOffered = computed(() => step.value === null && !isPutAway.value && session.viewer?.hasSeenTour === false);

  function begin(): void {
    step.value = 0;
  }

  function go(to: number): void {
    step.value = to;
  }

  /** However it ends, it is not offered again; where that cannot be remembered it is offered with the next page. */
  async function end(): Promise<void> {
    step.value = null;
    if (isPutAway.value) return;
    isPutAway.value = true;
    if (session.viewer?.hasSeenTour !== false) return;
    try {
      await callEndpoint(putGuideSeen, { guide: 'tour' });
    } catch (error) {
      toFailure(error);
    }
  }

  return { step, isOffered, begin, go, end };
});
