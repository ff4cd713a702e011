import { button, fill, h, type Child } from './dom.ts';
import { icon } from './icons.ts';
import type { Portal } from './portal-context.ts';

interface EditableField {
  readonly name: string;
  readonly label: string;
  readonly shown: readonly Child[];
  /** The control with the present value in it. */
  readonly control: () => HTMLInputElement | HTMLSelectElement;
  /** Undefined when what was typed is no value of this field. */
  readonly save: (typed: string) => Promise<void> | undefined;
}

export function fieldRow(label: string, ...shown: readonly Child[]): HTMLElement {
  return h('div', { class: 'field' }, h('span', { class: 'field-label' }, label), h('div', { class: 'field-value' }, ...shown));
}

/** A field that turns into its control on a click: Enter or leaving it saves, Esc leaves it as it was. */
export function editableRow(portal: Portal, field: EditableField): HTMLElement {
  const holder = h('div', { class: 'field-value' });
  const show = (): void => {
    const hint = h('span', { class: 'visually-hidden' }, `, ${portal.words.edit}`);
    fill(
      holder,
      button({ class: 'field-open', 'data-test': `field-${field.name}`, click: edit }, ...field.shown, hint, icon('pencil', 14)),
    );
  };
  const edit = (): void => {
    const control = field.control();
    control.classList.add('field-control');
    control.setAttribute('aria-label', field.label);
    control.setAttribute('data-test', `field-${field.name}-input`);
    const before = control.value;
    let isOpen = true;
    const leave = (keeps: boolean): void => {
      if (!isOpen) return;
      isOpen = false;
      show();
      if (keeps && control.value !== before) void field.save(control.value);
    };
    control.addEventListener('blur', () => leave(true));
    control.addEventListener('keydown', (event) => {
      if (!(event instanceof KeyboardEvent) || (event.key !== 'Enter' && event.key !== 'Escape')) return;
      event.stopPropagation();
      leave(event.key === 'Enter');
      holder.querySelector('button')?.focus();
    });
    fill(holder, control);
    control.focus();
  };
  show();
  return h('div', { class: 'field' }, h('span', { class: 'field-label' }, field.label), holder);
}
