import { fileURLToPath } from 'node:url';
import b24ui from '@bitrix24/b24ui-nuxt/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type UserConfig } from 'vite';
import { compileWords } from './compile-words.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Cards are built apart from the workspace (`--mode cards`, after it): built together, each small thing both use became
 * a file of its own, and a card fetched and started thirty-four of them before it showed its first number.
 */
export default defineConfig(({ mode }): UserConfig => {
  const isCards = mode === 'cards';
  // Cards have no part of the kit, so its styles and its plugin stay out.
  const kit = b24ui({
    colorMode: false,
    router: false,
    autoImport: false,
    components: { dts: false },
    experimental: { componentDetection: true },
  });
  return {
    root: here('.'),
    base: '/',
    publicDir: false,
    plugins: isCards ? [vue(), compileWords()] : [vue(), compileWords(), kit],
    build: {
      outDir: here('../dist/client'),
      emptyOutDir: !isCards,
      manifest: isCards ? 'cards-manifest.json' : 'workspace-manifest.json',
      // The content security policy admits no data: fonts, so nothing is inlined.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 900,
      rolldownOptions: {
        input: isCards ? { 'deal-tab': here('deal-tab.html') } : { app: here('app.html') },
        output: {
          // What two views share is one file: as a file for each small thing it was sixty requests before the first number.
          codeSplitting: { groups: isCards ? [] : [{ name: 'shared', minShareCount: 2 }] },
          // zod asks for eval while its first schema is made, which the content security policy reports: it is told before.
          intro: ({ moduleIds }) =>
            moduleIds.some((id) => id.includes('zod/v4/core/core.')) ? 'globalThis.__zod_globalConfig={jitless:true};' : '',
        },
      },
    },
  };
});
