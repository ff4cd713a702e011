import { fileURLToPath } from 'node:url';
import b24ui from '@bitrix24/b24ui-nuxt/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  base: '/',
  publicDir: false,
  plugins: [
    vue(),
    b24ui({ colorMode: false, router: false, autoImport: false, components: { dts: false }, experimental: { componentDetection: true } }),
  ],
  build: {
    outDir: here('../dist/client'),
    emptyOutDir: true,
    manifest: true,
    // The content security policy admits no data: fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      input: { app: here('app.html'), 'deal-tab': here('deal-tab.html') },
      output: {
        // zod asks for eval while its first schema is made, which the content security policy reports: it is told before.
        intro: ({ moduleIds }) =>
          moduleIds.some((id) => id.includes('zod/v4/core/core.')) ? 'globalThis.__zod_globalConfig={jitless:true};' : '',
      },
    },
  },
});
