import { defineStore } from 'pinia';
import { toCall } from '#api/call-endpoint.ts';
import { getForecastTrend } from '#contract/forecast-trend.ts';
import { followScope } from './follow-scope.ts';

/** How the forecast of a month has moved day by day. */
export const useForecastTrend = defineStore('forecast-trend', () => followScope(toCall(getForecastTrend), ['facts', 'plans']));
