import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import type { ActivityPeriod } from '#contract/intensity.ts';
import {
  getRelationships,
  listRelationships,
  type RelationshipGroup,
  type RelationshipList,
  type Relationships,
} from '#contract/relationships.ts';
import { toFailure, type Failure } from './failure.ts';
import { usePortal } from './portal.ts';

const pageSize = 100;

interface Asked {
  readonly period: ActivityPeriod;
  readonly day: string;
  readonly scope: string;
}

/** Clients by their relationship, and the list behind a number. */
export const useRelationships = defineStore('relationships', () => {
  const portal = usePortal();
  const data = shallowRef<Relationships | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const opened = shallowRef<{ group: RelationshipGroup; scope: string } | null>(null);
  const list = shallowRef<RelationshipList | null>(null);
  const listFailure = shallowRef<Failure | null>(null);
  const isListLoading = ref(false);
  let asked: Asked | null = null;
  let sequence = 0;
  let listSequence = 0;

  async function show(next: Asked): Promise<void> {
    asked = next;
    const own = ++sequence;
    try {
      const answer = await callEndpoint(getRelationships, { ...next });
      if (own !== sequence) return;
      data.value = answer;
      failure.value = null;
    } catch (error) {
      if (own === sequence) failure.value = toFailure(error);
    }
  }

  async function open(next: { group: RelationshipGroup; scope: string }): Promise<void> {
    opened.value = next;
    list.value = null;
    await loadList(0);
  }

  function close(): void {
    listSequence += 1;
    opened.value = null;
  }

  async function loadList(offset: number): Promise<void> {
    if (opened.value === null || asked === null) return;
    const own = ++listSequence;
    isListLoading.value = true;
    listFailure.value = null;
    try {
      const { period, day } = asked;
      const answer = await callEndpoint(listRelationships, { ...opened.value, period, day, offset, limit: pageSize });
      if (own !== listSequence) return;
      list.value = answer;
      void portal.loadTitles([...new Set(answer.items.map(({ companyId }) => companyId))], 'company');
    } catch (error) {
      if (own === listSequence) listFailure.value = toFailure(error);
    } finally {
      if (own === listSequence) isListLoading.value = false;
    }
  }

  const load = async (): Promise<void> => {
    if (asked !== null) await show(asked);
  };

  return { data, failure, opened, list, listFailure, isListLoading, pageSize, show, load, open, close, loadList };
});
