import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { callEndpoint } from '#api/call-endpoint.ts';
import { getDealJudgements, setDealCategory, setDealChance, type DealCategory, type DealJudgements } from '#contract/deal-judgements.ts';
import { toFailure, type Failure } from './failure.ts';

type Subject = 'category' | 'chance';

/** What people set of single deals by hand: a category or a chance. */
export const useDealJudgements = defineStore('deal-judgements', () => {
  /** The subject that could not be saved, and why. */
  const failure = shallowRef<{ subject: Subject; failure: Failure } | null>(null);
  const isSaving = ref(false);
  const savedChances = ref(0);

  /** From what was shown; without it from what holds now. */
  function setCategory(dealId: string, category: DealCategory | null, shown?: DealJudgements | null): Promise<boolean> {
    return save('category', async () => {
      const { categoryRevision: baseRevision } = shown ?? (await callEndpoint(getDealJudgements, { dealId }));
      await callEndpoint(setDealCategory, { dealId, category, reason: '', baseRevision });
    });
  }

  async function setChance(shown: DealJudgements, percent: number | null, reason: string): Promise<boolean> {
    const { dealId, chanceRevision: baseRevision } = shown;
    const isSaved = await save('chance', () => callEndpoint(setDealChance, { dealId, percent, reason, baseRevision }));
    if (isSaved) savedChances.value += 1;
    return isSaved;
  }

  async function save(subject: Subject, send: () => Promise<unknown>): Promise<boolean> {
    if (isSaving.value) return false;
    isSaving.value = true;
    failure.value = null;
    try {
      await send();
      return true;
    } catch (error) {
      failure.value = { subject, failure: toFailure(error) };
      return false;
    } finally {
      isSaving.value = false;
    }
  }

  return { failure, isSaving, savedChances, setCategory, setChance };
});
