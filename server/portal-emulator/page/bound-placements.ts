import { button, h } from './dom.ts';
import { icon } from './icons.ts';
import { menuRow, popup } from './popup.ts';
import type { ApplicationWish, Portal } from './portal-context.ts';

interface BoundPlace {
  readonly code: string;
  readonly options?: ApplicationWish['options'];
  readonly reloadData?: ApplicationWish['reloadData'];
}

/** A button for each handler that applications bound to a place; each opens in a slider of its own. */
export function boundButtons(portal: Portal, place: BoundPlace, look: { class: string; test: string }): HTMLElement[] {
  return listBound(portal, place).map(({ title, open }) =>
    button({ class: look.class, 'data-test': `${look.test}-${place.code}`, click: open }, title),
  );
}

/** The menu of one row with what applications bound to it; nothing where they bound nothing. */
export function boundMenu(portal: Portal, place: BoundPlace, label: string): HTMLElement | null {
  if (listBound(portal, place).length === 0) return null;
  const opener = button(
    { class: 'row-menu', 'aria-label': label, 'data-test': `row-menu-${String(place.options?.['ID'])}` },
    icon('dots', 18),
  );
  return popup(opener, 'popup-left', (close) => boundRows(portal, place, portal.words.market, close));
}

/** The same in a menu of the portal's own, under a heading; nothing where applications bound nothing. */
export function boundRows(portal: Portal, place: BoundPlace, heading: string, close: () => void): HTMLElement[] {
  const rows = listBound(portal, place).map(({ title, open }) =>
    menuRow(title, () => (close(), open()), { 'data-test': `menu-${place.code}` }),
  );
  return rows.length > 0 ? [h('p', { class: 'popup-heading' }, heading), ...rows] : [];
}

function listBound(portal: Portal, { code, options, reloadData }: BoundPlace): { title: string; open: () => void }[] {
  return portal.state.current.placements
    .filter((bound) => bound.code === code)
    .map(({ title, handler }) => ({
      title,
      open: () =>
        void portal.openApplication({
          placement: code,
          handler,
          ...(options ? { options } : {}),
          ...(reloadData ? { reloadData } : {}),
        }),
    }));
}
