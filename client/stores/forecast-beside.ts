import { defineStore } from 'pinia';
import { toCall } from '#api/call-endpoint.ts';
import { getForecastBeside } from '#contract/forecast-beside.ts';
import { followScope } from './follow-scope.ts';

/** What a month would bring if it were like months before it. */
export const useForecastBeside = defineStore('forecast-beside', () => followScope(toCall(getForecastBeside), ['facts']));
