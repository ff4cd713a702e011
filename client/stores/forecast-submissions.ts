import { defineStore } from 'pinia';
import { toCall } from '#api/call-endpoint.ts';
import { getForecastSubmissions } from '#contract/forecast-submissions.ts';
import { followScope } from './follow-scope.ts';

/** What people themselves say a month will bring, and who has not said it this week. */
export const useForecastSubmissions = defineStore('forecast-submissions', () =>
  followScope(toCall(getForecastSubmissions), ['facts', 'plans']),
);
