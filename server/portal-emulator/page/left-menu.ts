import { button, fill, h } from './dom.ts';
import { icon, type IconName } from './icons.ts';
import { paths, type BasePage, type Section } from './router.ts';
import type { Portal } from './portal-context.ts';

interface LeftMenu {
  readonly element: HTMLElement;
  mark(base: BasePage): void;
}

type MenuKey = Section | 'crm' | 'market';
interface MenuItem {
  readonly key: MenuKey;
  readonly icon: IconName;
  readonly text: string;
  readonly path: string;
}

export function leftMenu(portal: Portal): LeftMenu {
  const { words, state } = portal;
  const title = h('a', { class: 'portal-title', href: paths.deals, 'data-route': true });
  const badge = h('span', { class: 'menu-badge', hidden: true });
  const items = new Map<MenuKey, HTMLAnchorElement>();
  const link = (item: MenuItem): HTMLAnchorElement => {
    const element = h(
      'a',
      { class: 'menu-item', href: item.path, 'data-route': true, 'data-test': `menu-${item.key}` },
      icon(item.icon),
      h('span', {}, item.text),
    );
    items.set(item.key, element);
    return element;
  };
  const applications = applicationsGroup(portal);
  const [before, after] = listItems(portal);
  const list = h('div', { class: 'menu-list' }, ...before.map(link), applications.element, ...after.map(link));
  items.get('crm')?.append(badge);
  const draw = (): void => {
    fill(title, state.current.title);
    document.title = state.current.title;
    applications.draw();
    void showOpenDeals(portal, badge);
  };
  draw();
  state.onChange(draw);
  const burger = button(
    { class: 'menu-burger', 'aria-label': words.menu, click: () => document.body.classList.toggle('has-menu') },
    icon('menu', 22),
  );
  return {
    element: h('nav', { class: 'left-menu', 'aria-label': words.mainMenu }, h('div', { class: 'menu-head' }, title, burger), list),
    mark: (base) => {
      const own = base.name === 'market' ? 'market' : base.name === 'quiet' && items.has(base.section) ? base.section : 'crm';
      const key = base.name === 'menu-item' ? undefined : own;
      for (const [name, item] of items) {
        if (name === key) item.setAttribute('aria-current', 'page');
        else item.removeAttribute('aria-current');
      }
      applications.mark(base.name === 'menu-item' ? base.index : undefined);
    },
  };
}

function listItems({ words }: Portal): [before: MenuItem[], after: MenuItem[]] {
  const section = (key: Section, name: IconName, text: string): MenuItem => ({ key, icon: name, text, path: paths.section(key) });
  return [
    [
      section('feed', 'feed', words.feed),
      section('chat', 'chat', words.chat),
      section('calendar', 'calendar', words.calendar),
      section('tasks', 'tasks', words.tasks),
      { key: 'crm', icon: 'crm', text: words.crm, path: paths.deals },
      section('phone', 'phone', words.phone),
      section('people', 'people', words.people),
      { key: 'market', icon: 'market', text: words.market, path: paths.market },
    ],
    [section('developers', 'developers', words.developers)],
  ];
}

/** «Приложения» with what is installed: the application's own page and the pages it bound to the left menu. */
function applicationsGroup(portal: Portal): { element: HTMLElement; draw(): void; mark(index: number | undefined): void } {
  const { words, state, language } = portal;
  const element = h('div', { class: 'menu-group' });
  let isOpen = true;
  let current: number | undefined;
  const draw = (): void => {
    const { application, placements } = state.current;
    const bound = placements.filter(({ code }) => code === 'LEFT_MENU');
    const toggle = (): void => {
      isOpen = !isOpen;
      draw();
    };
    element.hidden = !application.isInstalled;
    if (!application.isInstalled) return fill(element);
    fill(
      element,
      button(
        { class: 'menu-item', 'aria-expanded': String(isOpen), click: toggle },
        icon('applications'),
        h('span', {}, words.applications),
        icon('down', 16),
      ),
      isOpen &&
        h(
          'a',
          { class: 'menu-item menu-item-inner', href: paths.application, 'data-route': true, 'data-test': 'menu-application' },
          application.title[language],
        ),
      ...(isOpen ? bound : []).map(({ title }, index) =>
        h(
          'a',
          {
            class: 'menu-item menu-item-inner',
            href: paths.menuItem(index),
            'data-route': true,
            'data-test': `menu-item-${index}`,
            'aria-current': index === current ? 'page' : null,
          },
          title,
        ),
      ),
    );
  };
  const mark = (index: number | undefined): void => {
    current = index;
    draw();
  };
  return { element, draw, mark };
}

async function showOpenDeals(portal: Portal, badge: HTMLElement): Promise<void> {
  const answer = await portal.api.listDeals({ state: 'work', search: '', offset: 0, limit: 1 }).catch(() => undefined);
  badge.hidden = !answer || answer.total === 0;
  if (!answer) return;
  fill(badge, answer.total > 99 ? '99+' : String(answer.total), h('span', { class: 'visually-hidden' }, ` ${portal.words.openDeals}`));
}
