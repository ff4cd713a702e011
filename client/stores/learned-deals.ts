import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { listLearnedDeals, type LearnedDeals } from '#contract/learned-deals.ts';
import type { ExpectedRow } from '#contract/period-forecast.ts';
import type { Day, Month } from '#contract/wire.ts';
import { toFailure, type Failure } from './failure.ts';
import { usePortal } from './portal.ts';

/** A month, or any days instead. */
interface LearnedSpan {
  readonly month: Month;
  readonly from?: Day;
  readonly to?: Day;
}

/** What a forecast from history is made of: the row that was opened and the deals behind it. */
export const useLearnedDeals = defineStore('learned-deals', () => {
  const portal = usePortal();
  const row = shallowRef<ExpectedRow | null>(null);
  const data = shallowRef<LearnedDeals | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const span = shallowRef<LearnedSpan>({ month: '' });
  /** Of one pipeline, or of all. */
  const pipelineId = shallowRef<string | null>(null);
  /** The number of the row that was pressed. */
  const part = shallowRef<string>('expected');
  let sequence = 0;

  async function open(
    asked: LearnedSpan,
    opened: ExpectedRow,
    pressed: { readonly pipelineId: string | null; readonly part: string } = { pipelineId: null, part: 'expected' },
  ): Promise<void> {
    row.value = opened;
    pipelineId.value = pressed.pipelineId;
    part.value = pressed.part;
    span.value = asked;
    data.value = null;
    await load();
  }

  async function load(): Promise<void> {
    if (row.value === null) return;
    const own = ++sequence;
    failure.value = null;
    try {
      const answer = await callEndpoint(listLearnedDeals, {
        ...{ ...span.value, scope: row.value.scope },
        ...(pipelineId.value === null ? {} : { pipelineId: pipelineId.value }),
      });
      if (own !== sequence) return;
      data.value = answer;
      await portal.loadTitles([...answer.won.deals, ...answer.deals].map(({ dealId }) => dealId));
    } catch (cause) {
      if (own === sequence) failure.value = toFailure(cause);
    }
  }

  function close(): void {
    sequence += 1;
    row.value = null;
  }

  return { row, part, data, failure, open, load, close };
});
