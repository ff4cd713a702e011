import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { AttentionItem } from '#contract/overview.ts';
import { formatMonth } from '#format/date.ts';
import { nestQuotes } from './nest-quotes.ts';
import { formatMillions, formatThousands } from '#format/money.ts';
import { useLanguage } from '#locales/use-language.ts';

export interface AttentionText {
  readonly title: string;
  readonly lines: readonly string[];
  readonly action: string;
}

const longestNames = 3;

/** Says by facts what happened; never why. */
export function useAttentionText(itemOf: () => AttentionItem): ComputedRef<AttentionText> {
  const { t } = useI18n({ useScope: 'global' });
  const language = useLanguage();
  const say = (key: string, values: Record<string, unknown> = {}): string => t(`attention.${key}`, values);
  const days = (n: number): string => t('attention.days', { n }, n);

  return computed(() => {
    const item = itemOf();
    const action = say(`${item.kind}.action`);
    const month = 'month' in item ? formatMonth(item.month, language.value) : '';
    switch (item.kind) {
      case 'no-calls':
        return { title: say('no-calls.title', { name: item.name, days: days(item.workdays) }), lines: [say('no-calls.text')], action };
      case 'behind': {
        const thousands = `${formatThousands(item.deviation, language.value)} ${t('workspace.thousandShort')}`;
        return { title: say('behind.title', { name: item.name, deviation: thousands }), lines: [say('behind.text')], action };
      }
      case 'objection':
      case 'refusal':
        return {
          title: say(`${item.kind}.title`, { name: item.name }),
          lines: item.text === '' ? [] : [say(`${item.kind}.text`, { text: nestQuotes(item.text, language.value) })],
          action,
        };
      case 'unsigned': {
        const named = item.waiting.slice(0, longestNames);
        const lines = named.map((person) =>
          say('unsigned.person', {
            name: person.name,
            version: person.version,
            days: person.days === 0 ? t('attention.today') : days(person.days),
          }),
        );
        const rest = item.waiting.length - named.length;
        return {
          title: say('unsigned.title', { month, waiting: item.waiting.length, total: item.total }),
          lines: rest > 0 ? [...lines, say('more', { n: rest })] : lines,
          action,
        };
      }
      case 'overdue': {
        const deals = t('attention.deals', { n: item.deals }, item.deals);
        return {
          title: say('overdue.title', { deals }),
          lines: [say('overdue.text', { sum: formatMillions(item.sum, language.value) })],
          action,
        };
      }
    }
  });
}
