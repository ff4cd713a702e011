import './style/app.css';
// The first thing the workspace does is to ask for its numbers.
import '#api/send-request.ts';
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
