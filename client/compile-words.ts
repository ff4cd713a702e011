import { baseCompile } from '@intlify/message-compiler';
import type { Plugin } from 'vite';

/** A text without places stays as it is, any other is what vue-i18n formats. */
type Compiled = string | object;

/** What makes a text more than itself: places, forms, links to other texts. */
const special = /[{}|@]/;

/** Told when the product is built, so that what they rule out is left out. */
const flags = {
  __INTLIFY_DROP_MESSAGE_COMPILER__: true,
  __INTLIFY_PROD_DEVTOOLS__: false,
  __VUE_I18N_FULL_INSTALL__: false,
  __VUE_I18N_LEGACY_API__: false,
};

/**
 * Words come as what vue-i18n's own compiler makes of them, so that no browser compiles them while it draws its first number.
 * What the ready plugin for it brings along is told in `decisions/0004`.
 */
export function compileWords(): Plugin {
  return {
    name: 'compile-words',
    enforce: 'pre',
    config: () => ({ define: flags, resolve: { alias: { 'vue-i18n': 'vue-i18n/dist/vue-i18n.runtime.mjs' } } }),
    transform: {
      filter: { id: /\/locales\/\w+\/\w+\.json$/ },
      handler: (text) => JSON.stringify(compileTexts(JSON.parse(text))),
    },
  };
}

/** Sections of texts, each text compiled. */
export function compileTexts(texts: unknown): Compiled {
  if (typeof texts === 'string') return compileText(texts);
  if (typeof texts !== 'object' || texts === null) throw new Error(`A text is ${typeof texts}`);
  return Object.fromEntries(Object.entries(texts).map(([key, inner]) => [key, compileTexts(inner)]));
}

function compileText(text: string): Compiled {
  if (!special.test(text)) return text;
  const onError = (error: Error): never => {
    throw new Error(`«${text}»: ${error.message}`, { cause: error });
  };
  return baseCompile(text, { jit: true, minify: true, location: false, onError }).ast;
}
