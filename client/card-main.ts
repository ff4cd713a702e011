import './style/card.css';
import { createApp } from 'vue';
import { loadCardTexts } from '#locales/card-texts.ts';
import CardPage from '#views/CardPage.vue';
import { startPage } from './start-page.ts';

const { plugins } = await startPage(loadCardTexts);
const page = createApp(CardPage);
for (const plugin of plugins) page.use(plugin);
page.mount('#app');
