import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getCounting, putCounting, type Counting, type CountingSetting } from '#contract/counting.ts';
import { toFailure, type Failure } from './failure.ts';

/** What counts as a fact: the saved setting, and the one on the screen until it is saved. */
export const useCounting = defineStore('counting', () => {
  const counting = shallowRef<Counting | null>(null);
  const draft = shallowRef<CountingSetting | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saveFailure = shallowRef<Failure | null>(null);
  const isSaving = ref(false);

  const isChanged = computed(() => counting.value !== null && draft.value !== null && !isSame(counting.value.setting, draft.value));
  /** An empty choice of pipelines would make every fact nothing. */
  const isComplete = computed(() => draft.value !== null && draft.value.pipelineIds?.length !== 0);

  async function load(): Promise<void> {
    try {
      take(await callEndpoint(getCounting, {}));
      failure.value = null;
    } catch (error) {
      failure.value = toFailure(error);
    }
  }

  /** The setting from before, for taking the change back; null when it was not saved. */
  async function save(setting: CountingSetting | null = draft.value): Promise<CountingSetting | null> {
    const before = counting.value?.setting;
    if (setting === null || before === undefined || isSaving.value) return null;
    isSaving.value = true;
    saveFailure.value = null;
    try {
      take(await callEndpoint(putCounting, setting));
      return before;
    } catch (error) {
      saveFailure.value = toFailure(error);
      return null;
    } finally {
      isSaving.value = false;
    }
  }

  function take(next: Counting): void {
    counting.value = next;
    draft.value = next.setting;
  }

  return {
    counting,
    draft,
    failure,
    saveFailure,
    isSaving,
    isChanged,
    isComplete,
    load,
    save,
    edit: (change: Partial<CountingSetting>) => {
      if (draft.value !== null) draft.value = { ...draft.value, ...change };
    },
    discard: () => (draft.value = counting.value?.setting ?? null),
  };
});

function isSame(left: CountingSetting, right: CountingSetting): boolean {
  const ids = (setting: CountingSetting): string => (setting.pipelineIds === null ? 'all' : setting.pipelineIds.toSorted().join(' '));
  const calls = ({ calls: rule }: CountingSetting): string =>
    rule === undefined ? '' : [rule.secondsOut, rule.secondsIn, rule.workFrom, rule.workTo].join(' ');
  const isSameLeads = left.leads?.firstTouchMinutes === right.leads?.firstTouchMinutes;
  return left.wonDate === right.wonDate && ids(left) === ids(right) && calls(left) === calls(right) && isSameLeads;
}
