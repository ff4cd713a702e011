import { button, fill, h } from './dom.ts';
import { icon } from './icons.ts';
import { popup } from './popup.ts';
import type { Portal } from './portal-context.ts';

const newest = 10;

/** What the portal tells the person; the count is of what came since the bell was opened last. */
export function notificationsBell(portal: Portal): HTMLElement {
  const { words, formats, state } = portal;
  const seen = new Map<number, string>();
  const count = h('span', { class: 'bell-count', hidden: true });
  const opener = button({ class: 'bell', 'aria-label': words.notifications, 'data-test': 'notifications' }, icon('bell', 20), count);
  const showCount = (): void => {
    const { me, notifications } = state.current;
    const fresh = notifications.filter(({ at }) => at > (seen.get(me.id) ?? '')).length;
    count.hidden = fresh === 0;
    fill(count, fresh > 9 ? '9+' : String(fresh));
  };
  showCount();
  state.onChange(showCount);
  return popup(opener, 'popup-right notifications', () => {
    const { me, notifications } = state.current;
    const sorted = [...notifications].sort((left, right) => right.at.localeCompare(left.at));
    seen.set(me.id, sorted[0]?.at ?? '');
    showCount();
    const items = sorted.slice(0, newest).map(({ at, text }) => h('li', {}, h('span', {}, text), h('small', {}, formats.moment(at))));
    const list = items.length > 0 ? h('ul', {}, ...items) : h('p', { class: 'quiet-line' }, words.noNotifications);
    return [h('p', { class: 'popup-heading' }, words.notifications), list];
  });
}
