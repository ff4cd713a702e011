import { analyticsPage } from './analytics.ts';
import { openApplicationSlider } from './application-slider.ts';
import { backgroundFrame } from './background-frame.ts';
import { crmTabs } from './crm-tabs.ts';
import { dealsList } from './deals-list.ts';
import { demoStrip } from './demo-strip.ts';
import { fill, h } from './dom.ts';
import { leadsList } from './leads-list.ts';
import { leftMenu } from './left-menu.ts';
import { marketPage } from './market.ts';
import { menuItemPage } from './menu-item-page.ts';
import { openCard, toWish } from './open-inside.ts';
import { quietPage } from './quiet-page.ts';
import { paths, type BasePage, type OverPage, type Route } from './router.ts';
import { topBar } from './top-bar.ts';
import type { Page } from './page.ts';
import type { Portal } from './portal-context.ts';
import type { Slider } from './slider.ts';

interface Desk {
  readonly elements: readonly HTMLElement[];
  show(route: Route): void;
}

/** The portal around its pages: strip, menus, the page itself and the slider that the address names. */
export function createDesk(portal: Portal): Desk {
  const content = h('main', { class: 'content' });
  const menu = leftMenu(portal);
  const tabs = crmTabs(portal);
  let page: Page | undefined;
  let shown: { readonly base: BasePage; readonly path: string } | undefined;
  const showBase = (base: BasePage, path: string): void => {
    if (path === shown?.path) return;
    page?.close?.();
    page = createPage(portal, base, new URL(path, location.origin).searchParams.get('search') ?? '');
    shown = { base, path };
    document.body.classList.remove('has-menu');
    menu.mark(base);
    tabs.mark(base);
    fill(content, page.element);
  };
  const over = createOver(portal, () => {
    page?.refresh();
    portal.navigate(shown?.path ?? paths.deals);
  });
  const show = (route: Route): void => {
    const { isInstalled } = portal.state.current.application;
    const wanted: Route = route.over?.name === 'application' && !isInstalled ? { base: { name: 'market' } } : route;
    const base = wanted.base ?? shown?.base ?? { name: 'deals' };
    // A card opens over the list as it stands, searched and scrolled.
    if (!wanted.over || base.name !== shown?.base.name) showBase(base, toPath(base, wanted.search ?? ''));
    over.show(wanted.over);
  };
  followState(portal, () => page);
  const main = h('div', { class: 'main' }, topBar(portal), tabs.element, content);
  return { elements: [backgroundFrame(portal), demoStrip(portal), h('div', { class: 'desk' }, menu.element, main)], show };
}

/** The one slider that has an address of its own. */
function createOver(portal: Portal, onClosed: () => void): { show(wanted: OverPage | undefined): void } {
  let over: { readonly slider: Slider; readonly key: string } | undefined;
  return {
    show: (wanted) => {
      const key = JSON.stringify(wanted);
      portal.sliders.closeAbove(over?.key === key ? over?.slider : undefined);
      if (over?.key === key || !wanted) return;
      const slider =
        wanted.name === 'application'
          ? openApplicationSlider(portal, toWish(portal, wanted.params))
          : openCard(portal, wanted.name, wanted.id);
      over = { slider, key };
      void slider.closed.then(() => {
        if (over?.slider !== slider) return;
        over = undefined;
        onClosed();
      });
    },
  };
}

/** Another person sees everything anew; an installation changes only what the page offers. */
function followState(portal: Portal, page: () => Page | undefined): void {
  const offered = (): string => JSON.stringify([portal.state.current.application.isInstalled, portal.state.current.placements]);
  let [personId, before] = [portal.state.current.me.id, offered()];
  portal.state.onChange(({ me }) => {
    const isOther = me.id !== personId;
    const isChanged = offered() !== before;
    [personId, before] = [me.id, offered()];
    if (isOther) {
      page()?.reload();
      portal.sliders.reloadAll();
    } else if (isChanged) {
      page()?.refresh();
    }
  });
}

function createPage(portal: Portal, base: BasePage, search: string): Page {
  if (base.name === 'deals') return dealsList(portal, search);
  if (base.name === 'leads') return leadsList(portal);
  if (base.name === 'analytics') return analyticsPage(portal);
  if (base.name === 'menu-item') return menuItemPage(portal, base.index);
  return base.name === 'quiet' ? quietPage(portal, base.section) : marketPage(portal);
}

function toPath(base: BasePage, search: string): string {
  if (base.name === 'quiet') return paths.section(base.section);
  if (base.name === 'menu-item') return paths.menuItem(base.index);
  return base.name === 'deals' && search !== '' ? paths.search(search) : paths[base.name];
}
