import { defineStore } from 'pinia';
import { toCall } from '#api/call-endpoint.ts';
import { getForecastRoute } from '#contract/forecast-route.ts';
import { followScope } from './follow-scope.ts';

/** What is lacking to the plan as new deals and what they take. */
export const useRouteNeed = defineStore('route-need', () => followScope(toCall(getForecastRoute), ['facts', 'plans']));
