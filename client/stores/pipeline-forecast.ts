import { defineStore } from 'pinia';
import { toCall } from '#api/call-endpoint.ts';
import { getPipelineForecast } from '#contract/pipeline-forecast.ts';
import { followScope } from './follow-scope.ts';

/** What each pipeline is expected to bring of any days. */
export const usePipelineForecast = defineStore('pipeline-forecast', () => followScope(toCall(getPipelineForecast), ['facts']));
