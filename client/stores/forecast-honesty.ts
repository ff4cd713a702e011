import { defineStore } from 'pinia';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getForecastHonesty } from '#contract/forecast-honesty.ts';
import { followScope } from './follow-scope.ts';

/** How far off forecasts of past months were; it changes when the forecast is fitted anew, not with the month on the screen. */
export const useForecastHonesty = defineStore('forecast-honesty', () =>
  followScope(({ scope }: { month: string; scope: string }) => callEndpoint(getForecastHonesty, { scope }), ['facts']),
);
