type Attribute = string | number | boolean | null | undefined | ((event: Event) => void);
export type Child = Node | string | null | undefined | false;

/** Makes an element; strings become text nodes, so nothing a portal holds is ever read as markup. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...present(children));
  return element;
}

/** Replaces what an element shows. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(...present(children));
}

/** A button that never submits a form. */
export function button(attributes: Readonly<Record<string, Attribute>>, ...children: readonly Child[]): HTMLButtonElement {
  return h('button', { type: 'button', ...attributes }, ...children);
}

function present(children: readonly Child[]): (Node | string)[] {
  return children.filter((child) => child !== null && child !== undefined && child !== false);
}

function setAttribute(element: HTMLElement, name: string, value: Attribute): void {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === 'function') {
    element.addEventListener(name, value);
  } else {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}
