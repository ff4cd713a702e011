import { defineStore } from 'pinia';
import { toCall } from '#api/call-endpoint.ts';
import { getPeriodForecast } from '#contract/period-forecast.ts';
import { followScope } from './follow-scope.ts';

/** What any days are expected to bring: a quarter, or those that somebody chose. */
export const useSpanForecast = defineStore('span-forecast', () => followScope(toCall(getPeriodForecast), ['facts']));
