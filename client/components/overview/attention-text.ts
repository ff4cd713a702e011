import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { AttentionItem } from '#contract/attention.ts';
import { formatMonth } from '#format/date.ts';
import { formatMillions, formatThousands } from '#format/money.ts';
import { useLanguage } from '#locales/use-language.ts';
import { describeAttention, type AttentionWords, type Speaker } from './attention-words.ts';
import { nestQuotes } from './nest-quotes.ts';

/** What an item says and what it offers to do, in the language of the page. */
export function useAttentionText(
  itemOf: () => AttentionItem,
  titleOf: (dealId: string) => string | undefined,
): ComputedRef<AttentionWords & { readonly action: string }> {
  const { t } = useI18n({ useScope: 'global' });
  const language = useLanguage();
  const speaker: Speaker = {
    say: (key, values = {}) => t(`attention.${key}`, values),
    count: (key, n) => t(`attention.${key}`, { n }, n),
    millions: (amount) => formatMillions(amount, language.value),
    thousands: (amount) => `${formatThousands(amount, language.value)} ${t('workspace.thousandShort')}`,
    month: (month) => formatMonth(month, language.value),
    quoted: (text) => nestQuotes(text, language.value),
    titleOf,
  };
  return computed(() => {
    const item = itemOf();
    return { ...describeAttention(item, speaker), action: speaker.say(`${item.kind}.action`) };
  });
}
