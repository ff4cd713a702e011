import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { erasePerson, listErasures, type ErasureBasis, type Erasures } from '#contract/erasure.ts';
import { toFailure, type Failure } from './failure.ts';

/** Whose personal data is still here after they left, and whose was erased; for administrators. */
export const useErasures = defineStore('erasures', () => {
  const list = shallowRef<Erasures | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isBusy = ref(false);

  async function attempt(work: () => Promise<Erasures>): Promise<boolean> {
    isBusy.value = true;
    failure.value = null;
    try {
      list.value = await work();
      return true;
    } catch (error) {
      failure.value = toFailure(error);
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  return {
    list,
    failure,
    isBusy,
    load: () => attempt(() => callEndpoint(listErasures, {})),
    erase: (asked: { userId: string; basis: ErasureBasis; reference: string; isEarly: boolean }) =>
      attempt(() => callEndpoint(erasePerson, asked)),
  };
});
