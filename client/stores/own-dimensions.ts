import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getOwnDimensions, putOwnDimensions, type OwnDimensions } from '#contract/own-dimensions.ts';
import { toFailure, type Failure } from './failure.ts';
import { usePortal } from './portal.ts';

interface DealField {
  readonly field: string;
  readonly name: string;
  readonly isList: boolean;
}

/** Which fields of deals plans are divided by, and the fields there are to choose from. */
export const useOwnDimensions = defineStore('own-dimensions', () => {
  const portal = usePortal();
  const data = shallowRef<OwnDimensions | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  /** Null until the portal has told them; empty also where it does not. */
  const fields = shallowRef<readonly DealField[] | null>(null);
  const isBusy = ref(false);

  async function load(language: string): Promise<void> {
    try {
      data.value = await callEndpoint(getOwnDimensions, {});
      failure.value = null;
    } catch (error) {
      failure.value = toFailure(error);
    }
    try {
      fields.value = await (await portal.frame()).loadDealFields(language);
    } catch {
      fields.value ??= [];
    }
  }

  /** False when it was not saved. */
  async function save(dimensions: readonly { readonly field: string; readonly name: string }[]): Promise<boolean> {
    if (isBusy.value) return false;
    isBusy.value = true;
    saveFailure.value = null;
    try {
      data.value = await callEndpoint(putOwnDimensions, { dimensions: [...dimensions] });
      return true;
    } catch (error) {
      saveFailure.value = toFailure(error);
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  return { data, failure, saveFailure, fields, isBusy, load, save };
});
