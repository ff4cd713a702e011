import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { askAccess, type AccessRequest } from '#contract/access-request.ts';
import { toFailure, type Failure } from './failure.ts';

/** The question for access to more numbers: asked at most once a day, whatever the page shows. */
export const useAccessRequest = defineStore('access-request', () => {
  const answer = shallowRef<AccessRequest | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isAsking = ref(false);

  async function ask(): Promise<void> {
    if (isAsking.value) return;
    isAsking.value = true;
    try {
      answer.value = await callEndpoint(askAccess, {});
      failure.value = null;
    } catch (error) {
      failure.value = toFailure(error);
    } finally {
      isAsking.value = false;
    }
  }

  return { answer, failure, isAsking, ask };
});
