import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { PlanCalculation } from '#contract/plan-calculation.ts';
import { formatCompact } from '#format/money.ts';
import { useLanguage } from '#locales/use-language.ts';
import { type AmountScale, writeAmount } from '../plan-amount.ts';
import { nameBase, writeRationale } from './rationale-words.ts';
import type { Proposal } from './wizard-proposal.ts';

interface Words {
  /** A step of the waterfall, a factor or the limit by its code. */
  nameOf: (code: string) => string;
  baseName: ComputedRef<string>;
  /** The calculation in sentences, as it stands. */
  words: ComputedRef<string>;
}

/** What a calculation is called in the language of the page. */
export function useWords(
  calculation: () => PlanCalculation,
  proposal: () => Proposal,
  money: () => { currency: string; scale: AmountScale },
): Words {
  const { t } = useI18n({ useScope: 'global' });
  const language = useLanguage();

  function nameOf(code: string): string {
    const { limit, factors } = calculation();
    if (code === 'limit') return limit?.name || t('planning.wizard.limitShort');
    if (code === 'season' || code === 'rounding') return t(`planning.wizard.step.${code}`);
    const own = factors.find((factor) => factor.code === code && factor.name !== '');
    return own?.name ?? t(`planning.wizard.factor.${code}`);
  }

  function amount(minor: bigint): string {
    const { currency, scale } = money();
    return formatCompact(writeAmount(minor, scale), currency, language.value);
  }

  return {
    nameOf,
    baseName: computed(() => nameBase(calculation(), proposal(), { t, language: language.value })),
    words: computed(() => writeRationale(calculation(), proposal(), { t, language: language.value, nameOf, amount })),
  };
}
