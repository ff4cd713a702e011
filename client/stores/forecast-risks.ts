import { defineStore } from 'pinia';
import { toCall } from '#api/call-endpoint.ts';
import { getForecastRisks } from '#contract/forecast-risks.ts';
import { followScope } from './follow-scope.ts';

/** Which deals of a forecast may not come as they stand. */
export const useForecastRisks = defineStore('forecast-risks', () => followScope(toCall(getForecastRisks), ['facts']));
