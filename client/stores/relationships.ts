import { defineStore } from 'pinia';
import { callEndpoint } from '#api/call-endpoint.ts';
import {
  getRelationships,
  listRelationships,
  type RelationshipGroup,
  type RelationshipList,
  type Relationships,
} from '#contract/relationships.ts';
import { useNumbersList } from './numbers-list.ts';
import { usePortal } from './portal.ts';

/** Clients by their relationship, and the list behind a number. */
export const useRelationships = defineStore('relationships', () => {
  const portal = usePortal();
  return useNumbersList<Relationships, RelationshipList, { group: RelationshipGroup; scope: string }>({
    read: (asked) => callEndpoint(getRelationships, asked),
    readList: (opened, page) => callEndpoint(listRelationships, { ...opened, ...page }),
    complete: ({ items }) => void portal.loadTitles([...new Set(items.map(({ companyId }) => companyId))], 'company'),
  });
});
