import { h } from './dom.ts';
import { icon } from './icons.ts';
import { notificationsBell } from './notifications.ts';
import { personSwitch } from './person-switch.ts';
import { paths } from './router.ts';
import type { Portal } from './portal-context.ts';

/** Search over the whole portal, notifications, who is signed in. */
export function topBar(portal: Portal): HTMLElement {
  const input = h('input', { type: 'search', placeholder: portal.words.search, 'aria-label': portal.words.search });
  const form = h('form', { class: 'portal-search', role: 'search' }, icon('search', 18), input);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    portal.navigate(paths.search(input.value.trim()));
    input.value = '';
  });
  return h('header', { class: 'top-bar' }, form, h('div', { class: 'top-bar-right' }, notificationsBell(portal), personSwitch(portal)));
}
