import { button, fill, h, type Child } from './dom.ts';

/** A button with a panel that opens below it; closes on a click outside, on Esc and when the focus leaves. */
export function popup(opener: HTMLButtonElement, panelClass: string, content: (close: () => void) => readonly Child[]): HTMLElement {
  const panel = h('div', { class: `popup ${panelClass}`, hidden: true });
  const holder = h('div', { class: 'popup-holder' }, opener, panel);
  const close = (): void => {
    panel.hidden = true;
    opener.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', closeOutside);
    window.removeEventListener('blur', close);
  };
  const closeOutside = (event: Event): void => {
    if (event.target instanceof Node && !holder.contains(event.target)) close();
  };
  const open = (): void => {
    fill(panel, ...content(close));
    panel.hidden = false;
    opener.setAttribute('aria-expanded', 'true');
    document.addEventListener('pointerdown', closeOutside);
    // A click inside a frame never reaches this document; the window loses its focus instead.
    window.addEventListener('blur', close);
  };
  opener.setAttribute('aria-expanded', 'false');
  opener.addEventListener('click', () => (panel.hidden ? open() : close()));
  holder.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || panel.hidden) return;
    event.stopPropagation();
    close();
    opener.focus();
  });
  holder.addEventListener('focusout', (event) => {
    if (event.relatedTarget instanceof Node && !holder.contains(event.relatedTarget)) close();
  });
  return holder;
}

/** A row of a popup menu. */
export function menuRow(text: string, onClick: () => void, attributes: Readonly<Record<string, string>> = {}): HTMLButtonElement {
  return button({ class: 'menu-row', click: onClick, ...attributes }, text);
}
