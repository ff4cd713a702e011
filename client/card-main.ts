import './style/card.css';
import { createApp } from 'vue';
import CardPage from '#views/CardPage.vue';
import { startPage } from './start-page.ts';

const { plugins } = await startPage();
const page = createApp(CardPage);
for (const plugin of plugins) page.use(plugin);
page.mount('#app');
