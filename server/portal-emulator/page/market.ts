import { fullName } from './avatar.ts';
import { button, fill, h } from './dom.ts';
import { icon } from './icons.ts';
import { paths } from './router.ts';
import type { Page } from './page.ts';
import type { Portal } from './portal-context.ts';

/** Маркет: the application that this portal knows, to be installed by an administrator. */
export function marketPage(portal: Portal): Page {
  const { words } = portal;
  const shelf = h('div', { class: 'panel market' });
  const draw = (): void => fill(shelf, h('p', { class: 'quiet-line' }, words.marketNote), applicationCard(portal));
  draw();
  return { element: h('div', {}, h('div', { class: 'page-head' }, h('h1', {}, words.market)), shelf), reload: draw, refresh: draw };
}

function applicationCard(portal: Portal): HTMLElement {
  const { words, language } = portal;
  const { application } = portal.state.current;
  const title = application.title[language];
  return h(
    'article',
    { class: 'market-card' },
    h('span', { class: 'market-mark', 'aria-hidden': 'true' }, title.charAt(0)),
    h('div', { class: 'market-about' }, h('h2', {}, title), h('p', {}, words.localApplication)),
    h('div', { class: 'market-action' }, ...offer(portal)),
  );
}

function offer(portal: Portal): HTMLElement[] {
  const { words } = portal;
  const { application, me, people } = portal.state.current;
  if (application.isInstalled) {
    return [
      h('span', { class: 'market-installed' }, icon('check', 18), words.installed),
      h('a', { class: 'button-main', href: paths.application, 'data-route': true, 'data-test': 'market-open' }, words.open),
    ];
  }
  if (me.isAdmin) {
    // The portal shows the installer in place of the application's own page until it has finished.
    const install = (): void => void portal.openApplication({ placement: 'DEFAULT' });
    return [button({ class: 'button-create', 'data-test': 'market-install', click: install }, words.install)];
  }
  const admins = people.filter((person) => person.isAdmin).map(fullName);
  const who = admins.length > 0 ? h('small', {}, `${words.admins}: ${admins.join(', ')}`) : null;
  return [h('p', { class: 'market-denied', 'data-test': 'market-denied' }, words.adminInstalls, who)];
}
