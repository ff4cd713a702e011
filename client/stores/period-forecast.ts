import { defineStore } from 'pinia';
import { toCall } from '#api/call-endpoint.ts';
import { getPeriodForecast } from '#contract/period-forecast.ts';
import { followScope } from './follow-scope.ts';

/** What the portal's own past lets one expect of a month; without it the page does with the table of percents. */
export const usePeriodForecast = defineStore('period-forecast', () => followScope(toCall(getPeriodForecast), ['facts']));
