import { h } from './dom.ts';

interface Named {
  readonly id: number;
  readonly name: string;
  readonly lastName: string;
}

const groundCount = 6;

/** Initials on a soft ground; one person always has the same one. */
export function avatar(person: Named, size: 'small' | 'medium' = 'medium'): HTMLElement {
  const initials = `${person.name.charAt(0)}${person.lastName.charAt(0)}`.toUpperCase();
  return h('span', { class: `avatar avatar-${size} avatar-ground-${person.id % groundCount}`, 'aria-hidden': 'true' }, initials);
}

export function fullName(person: Named): string {
  return `${person.name} ${person.lastName}`.trim();
}

/** «Петров И.», as lists of the portal write it. */
export function shortName(person: Named): string {
  return person.name === '' ? person.lastName : `${person.lastName} ${person.name.charAt(0)}.`.trim();
}
