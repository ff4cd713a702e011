import { button, h } from './dom.ts';
import { icon } from './icons.ts';
import { popup } from './popup.ts';
import { paths, type BasePage } from './router.ts';
import type { Portal } from './portal-context.ts';

/** The upper menu of CRM; only pages of CRM have it. */
export function crmTabs(portal: Portal): { element: HTMLElement; mark(base: BasePage): void } {
  const { words } = portal;
  const entries = [
    { key: 'deals', text: words.deals, path: paths.deals },
    { key: 'leads', text: words.leads, path: paths.leads },
    { key: 'contacts', text: words.contacts, path: paths.section('contacts') },
    { key: 'companies', text: words.companies, path: paths.section('companies') },
    { key: 'invoices', text: words.invoices, path: paths.section('invoices') },
    { key: 'analytics', text: words.analytics, path: paths.analytics },
  ];
  const links = new Map(
    entries.map(({ key, text, path }) => [key, h('a', { href: path, 'data-route': true, 'data-test': `crm-${key}` }, text)]),
  );
  const element = h('nav', { class: 'crm-tabs', 'aria-label': words.crm }, ...links.values(), analyticsMenu(portal));
  return {
    element,
    mark: (base) => {
      const key = base.name === 'quiet' ? base.section : base.name;
      element.hidden = !links.has(key);
      for (const [name, link] of links) {
        if (name === key) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
      }
      // On a narrow screen the line scrolls sideways, and the page that is open must be in sight.
      const current = links.get(key);
      if (current && !element.hidden) element.scrollLeft = current.offsetLeft - element.clientWidth / 2;
    },
  };
}

/** Reports that applications bound to CRM analytics open on its page. */
function analyticsMenu(portal: Portal): HTMLElement {
  const { words } = portal;
  const opener = button({ class: 'crm-tabs-arrow', 'aria-label': `${words.analytics}: ${words.applications}` }, icon('down', 16));
  return popup(opener, 'popup-left', (close) => {
    const bound = portal.state.current.placements.filter(({ code }) => code === 'CRM_ANALYTICS_MENU');
    const titles = [words.salesAnalytics, ...bound.map(({ title }) => title)];
    return titles.map((title) => h('a', { class: 'menu-row', href: paths.analytics, 'data-route': true, click: close }, title));
  });
}
