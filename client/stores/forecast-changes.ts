import { defineStore } from 'pinia';
import { toCall } from '#api/call-endpoint.ts';
import { getForecastChanges } from '#contract/forecast-changes.ts';
import { followScope } from './follow-scope.ts';

/** What has moved a forecast since a day. */
export const useForecastChanges = defineStore('forecast-changes', () => followScope(toCall(getForecastChanges), ['facts']));
