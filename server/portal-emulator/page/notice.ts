import { h } from './dom.ts';

const shownForMs = 4500;

/** One line at the bottom of the page that goes away by itself. */
export function createNotices(): { element: HTMLElement; notify: (text: string) => void } {
  const element = h('div', { class: 'notices', role: 'status', 'aria-live': 'polite' });
  return {
    element,
    notify: (text) => {
      const notice = h('p', { class: 'notice' }, text);
      element.replaceChildren(notice);
      setTimeout(() => notice.remove(), shownForMs);
    },
  };
}
