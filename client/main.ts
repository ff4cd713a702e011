import './style/app.css';
import b24ui from '@bitrix24/b24ui-nuxt/vue-plugin';
import { createApp } from 'vue';
import { loadAllTexts } from '#locales/all-texts.ts';
import AppPage from '#views/AppPage.vue';
import { startPage } from './start-page.ts';

const { plugins } = await startPage(loadAllTexts);
const page = createApp(AppPage);
for (const plugin of plugins) page.use(plugin);
page.use(b24ui);
page.mount('#app');
