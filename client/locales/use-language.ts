import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Language } from '#contract/wire.ts';

/** The language of the page, for the format functions. */
export function useLanguage(): ComputedRef<Language> {
  const { locale } = useI18n({ useScope: 'global' });
  return computed(() => (locale.value === 'en' ? 'en' : 'ru'));
}
