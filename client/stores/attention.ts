import { defineStore } from 'pinia';
import { toCall } from '#api/call-endpoint.ts';
import { getAttention } from '#contract/attention.ts';
import { followScope } from './follow-scope.ts';

/** What needs a word from the head, and the review that lies ahead. */
export const useAttention = defineStore('attention', () =>
  followScope(toCall(getAttention), ['facts', 'plans', 'acknowledgements', 'actions', 'reviews', 'intensity']),
);
