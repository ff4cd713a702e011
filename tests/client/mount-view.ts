// oxlint-disable-next-line typescript/triple-slash-reference -- an ambient module has no import form
/// <reference path="./vue-files.d.ts" />
import { mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import type { Component, Plugin } from 'vue';
import type { Boot } from '#contract/session.ts';
import { createTexts } from '#locales/create-i18n.ts';
import { english, russian } from '#support/texts.ts';
import { useSession } from '#stores/session.ts';
import { buildBoot } from './sample-data.ts';

/** A page’s stores with its first data, as the entry makes them. */
export function startStores(boot: Boot = buildBoot()): ReturnType<typeof createPinia> {
  const pinia = createPinia();
  setActivePinia(pinia);
  useSession().start(boot);
  return pinia;
}

export function mountView(view: Component, boot: Boot = buildBoot(), props: Record<string, unknown> = {}): VueWrapper {
  const texts = createTexts(boot.language, boot.language === 'ru' ? russian : english) as Plugin;
  return mount(view, { props, global: { plugins: [startStores(boot), texts] }, attachTo: document.body });
}

/** Text as a person reads it: no doubled, narrow or unbroken spaces. */
export function readText(wrapper: VueWrapper): string {
  return wrapper.text().replace(/[\s\u00A0\u202F]+/g, ' ');
}
