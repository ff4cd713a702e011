import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import {
  getSigningPin,
  listSigningPins,
  resetSigningPin,
  setSigningPin,
  type SigningPin,
  type SigningPins,
} from '#contract/signing-pin.ts';
import { toFailure, type Failure } from './failure.ts';

/** Whether the viewer signs with a PIN, and for administrators who has set one. A PIN is never kept here. */
export const useSigningPin = defineStore('signing-pin', () => {
  const own = shallowRef<SigningPin | null>(null);
  const all = shallowRef<SigningPins | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const isBusy = ref(false);

  async function attempt(work: () => Promise<void>): Promise<boolean> {
    isBusy.value = true;
    failure.value = null;
    try {
      await work();
      return true;
    } catch (error) {
      failure.value = toFailure(error);
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  return {
    own,
    all,
    failure,
    isBusy,
    load: () => attempt(async () => void (own.value = await callEndpoint(getSigningPin, {}))),
    set: (pin: string) =>
      attempt(async () => {
        own.value = await callEndpoint(setSigningPin, { pin, agreementHash: own.value?.agreement.hash ?? '' });
      }),
    loadAll: () => attempt(async () => void (all.value = await callEndpoint(listSigningPins, {}))),
    reset: (userId: string) => attempt(async () => void (all.value = await callEndpoint(resetSigningPin, { userId }))),
  };
});
