import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getSigningRules, putSigningRules, type SigningRules } from '#contract/signing-rules.ts';
import { toFailure, type Failure } from './failure.ts';

/** How plans are signed in the portal. */
export const useSigningRules = defineStore('signing-rules', () => {
  const rules = shallowRef<SigningRules | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isSaving = ref(false);

  async function load(): Promise<void> {
    try {
      rules.value = await callEndpoint(getSigningRules, {});
      failure.value = null;
    } catch (error) {
      failure.value = toFailure(error);
    }
  }

  async function save(next: SigningRules): Promise<boolean> {
    isSaving.value = true;
    try {
      rules.value = await callEndpoint(putSigningRules, next);
      failure.value = null;
      return true;
    } catch (error) {
      failure.value = toFailure(error);
      return false;
    } finally {
      isSaving.value = false;
    }
  }

  return { rules, failure, isSaving, load, save };
});
