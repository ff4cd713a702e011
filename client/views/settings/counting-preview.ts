import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { previewCounting } from '#components/settings/counting-preview.ts';
import { useCounting } from '#stores/counting.ts';

/** What the change on the screen will do, sentence by sentence; nothing while there is none. */
export function useCountingPreview(): ComputedRef<string[]> {
  const { t } = useI18n({ useScope: 'global' });
  const store = useCounting();
  return computed(() => {
    if (store.counting === null || store.draft === null || !store.isChanged) return [];
    const texts = previewCounting(store.counting, store.draft, (date) => t(`counting.wonDates.${date}.short`));
    return texts.map(({ key, values }) => t(`counting.preview.${key}`, { ...values }));
  });
}
