import { defineStore } from 'pinia';
import { getForecastTrend } from '#contract/forecast-trend.ts';
import { followScope } from './follow-scope.ts';

/** How the forecast of a month has moved day by day. */
export const useForecastTrend = defineStore('forecast-trend', () => followScope(getForecastTrend, ['facts', 'plans']));
