import { button, fill, h } from './dom.ts';
import { ask } from './dialog.ts';
import { icon } from './icons.ts';
import type { Portal } from './portal-context.ts';

const clockEveryMs = 1000;

/** Says that this is a demonstration, what time it is in it, and takes it back to the start. */
export function demoStrip(portal: Portal): HTMLElement {
  const { words, formats, state } = portal;
  const time = h('span', { class: 'strip-time' });
  const clock = h(
    'span',
    { class: 'strip-about', 'data-test': 'demo-clock' },
    h('span', { class: 'strip-company' }, `${words.demoCompany} · `),
    time,
  );
  const showTime = (): void => {
    const text = `${words.demoTime} ${formats.clock()}`;
    if (time.textContent !== text) fill(time, text);
  };
  showTime();
  setInterval(showTime, clockEveryMs);
  state.onChange(showTime);
  const startOver = button(
    { class: 'strip-button', 'data-test': 'start-over', click: () => void confirmStartOver(portal) },
    icon('back', 18),
    words.startOver,
  );
  const buttons = h('div', { class: 'strip-buttons' }, themeSwitch(portal), state.current.canStartOver && startOver);
  return h('div', { class: 'strip' }, h('strong', {}, words.demoPortal), clock, buttons);
}

/** Offers the theme that is not shown. */
function themeSwitch({ words, theme }: Portal): HTMLElement {
  const element = button({ class: 'strip-button', 'data-test': 'theme-switch', click: () => theme.toggle() });
  const draw = (): void => {
    const isDark = theme.current === 'dark';
    fill(element, icon(isDark ? 'sun' : 'moon', 18), isDark ? words.lightTheme : words.darkTheme);
  };
  draw();
  theme.onChange(draw);
  return element;
}

async function confirmStartOver(portal: Portal): Promise<void> {
  const { words } = portal;
  const isConfirmed = await ask({
    title: words.startOverQuestion,
    body: [h('p', {}, words.startOverNote)],
    confirm: words.startOver,
    cancel: words.cancel,
    confirmTest: 'start-over-confirm',
  });
  if (!isConfirmed) return;
  const curtain = h('div', { class: 'curtain', role: 'alert' }, h('p', {}, words.startingOver));
  document.body.append(curtain);
  try {
    await portal.api.startOver();
    location.assign('/');
  } catch {
    curtain.remove();
    portal.notify(words.failed);
  }
}
