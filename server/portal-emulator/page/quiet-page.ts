import { h } from './dom.ts';
import { paths, type Section } from './router.ts';
import type { Page } from './page.ts';
import type { Portal } from './portal-context.ts';

/** A section that a real portal has and the demonstration has not. */
export function quietPage(portal: Portal, section: Section): Page {
  const { words } = portal;
  const note = h(
    'div',
    { class: 'panel nothing' },
    h('h2', {}, words.quietTitle),
    h('p', {}, words.quietNote),
    h('a', { class: 'button-main', href: paths.deals, 'data-route': true }, words.toDeals),
  );
  const element = h('div', {}, h('div', { class: 'page-head' }, h('h1', {}, words[section])), note);
  return { element, reload: () => undefined, refresh: () => undefined };
}
