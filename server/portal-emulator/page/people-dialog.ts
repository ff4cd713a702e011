import { fullName } from './avatar.ts';
import { h } from './dom.ts';
import { ask } from './dialog.ts';
import type { Portal } from './portal-context.ts';
import type { Person } from './portal-state.ts';

/** A person as `selectUser` answers. */
interface ChosenPerson {
  readonly id: string;
  readonly name: string;
  readonly photo: string;
  readonly position: string;
  readonly url: string;
  readonly sub: boolean;
  readonly sup: boolean;
}

/** The portal's own dialog for choosing people; empty when it was cancelled. */
export async function choosePeople(portal: Portal, many: boolean): Promise<ChosenPerson[]> {
  const rows = portal.state.current.people.map((person) => ({ person, input: toInput(person, many) }));
  const list = h(
    'div',
    { class: 'people-choice' },
    ...rows.map(({ person, input }) => h('label', {}, input, h('span', {}, fullName(person)), h('small', {}, person.position))),
  );
  const { words } = portal;
  const confirmed = await ask({
    title: many ? words.selectPeople : words.selectPerson,
    body: [list],
    confirm: words.choose,
    cancel: words.cancel,
    confirmTest: 'people-choose',
  });
  return confirmed ? rows.filter(({ input }) => input.checked).map(({ person }) => toChosen(person)) : [];
}

function toInput(person: Person, many: boolean): HTMLInputElement {
  return h('input', { type: many ? 'checkbox' : 'radio', name: 'person', value: person.id });
}

function toChosen(person: Person): ChosenPerson {
  return {
    id: String(person.id),
    name: fullName(person),
    photo: '',
    position: person.position,
    url: `/company/personal/user/${person.id}/`,
    sub: false,
    sup: false,
  };
}
