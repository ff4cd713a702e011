import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { type ActingHeads, type Appointment, appointActingHead, endActingHead, listActingHeads } from '#contract/acting-heads.ts';
import { type Failure, toFailure } from './failure.ts';

/** Who acts for heads: the list, naming somebody and ending it. */
export const useActingHeads = defineStore('acting-heads', () => {
  const data = shallowRef<ActingHeads | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  const isSaving = ref(false);

  async function load(): Promise<void> {
    try {
      data.value = await callEndpoint(listActingHeads, {});
      failure.value = null;
    } catch (error) {
      failure.value = toFailure(error);
    }
  }

  async function change(call: () => Promise<ActingHeads>): Promise<boolean> {
    if (isSaving.value) return false;
    isSaving.value = true;
    saveFailure.value = null;
    try {
      data.value = await call();
      return true;
    } catch (error) {
      saveFailure.value = toFailure(error);
      return false;
    } finally {
      isSaving.value = false;
    }
  }

  /** The id of the new row, so that it can be taken back; null when it was not saved. */
  async function appoint(appointment: Appointment): Promise<string | null> {
    const known = new Set(data.value?.list.map(({ id }) => id));
    const isDone = await change(() => callEndpoint(appointActingHead, appointment));
    return isDone ? (data.value?.list.find(({ id }) => !known.has(id))?.id ?? null) : null;
  }

  return { data, failure, saveFailure, isSaving, load, appoint, end: (id: string) => change(() => callEndpoint(endActingHead, { id })) };
});
