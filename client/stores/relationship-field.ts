import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getRelationshipField, putRelationshipField, type RelationshipField } from '#contract/relationship-field.ts';
import { toFailure, type Failure } from './failure.ts';
import { usePortal } from './portal.ts';

interface ListField {
  readonly field: string;
  readonly name: string;
  readonly values: readonly { readonly id: string; readonly name: string }[];
}

/** Which field of companies says how a client stands, and the fields there are to choose from. */
export const useRelationshipField = defineStore('relationship-field', () => {
  const portal = usePortal();
  const data = shallowRef<RelationshipField | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  /** Null until the portal has told them; empty also where it does not. */
  const fields = shallowRef<readonly ListField[] | null>(null);
  const isBusy = ref(false);

  async function load(language: string): Promise<void> {
    try {
      data.value = await callEndpoint(getRelationshipField, {});
      failure.value = null;
    } catch (error) {
      failure.value = toFailure(error);
    }
    try {
      fields.value = await (await portal.frame()).loadCompanyFields(language);
    } catch {
      fields.value ??= [];
    }
  }

  /** False when it was not saved. */
  async function save(next: Pick<RelationshipField, 'field' | 'types'>): Promise<boolean> {
    if (isBusy.value) return false;
    isBusy.value = true;
    saveFailure.value = null;
    try {
      data.value = await callEndpoint(putRelationshipField, next);
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
