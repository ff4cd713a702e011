import { fullName } from './avatar.ts';
import { choose, type ChoiceRow } from './choice-dialog.ts';
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

interface PersonRow extends ChoiceRow {
  readonly person: Person;
}

export async function choosePeople(portal: Portal, many: boolean): Promise<ChosenPerson[] | undefined> {
  const { words } = portal;
  const group = { key: 'people', title: words.people, list: (search: string) => listPeople(portal, search) };
  const chosen = await choose(portal, { title: many ? words.selectPeople : words.selectPerson, many, groups: [group] });
  return chosen?.map(({ row }) => toChosen(row.person));
}

export function listPeople(portal: Portal, search: string): PersonRow[] {
  const rows = portal.state.current.people.map((person) => ({
    key: `U${person.id}`,
    title: fullName(person),
    note: person.position,
    person,
  }));
  return rows.filter((row) => matches(search, row.title, row.note));
}

export function matches(search: string, ...texts: readonly string[]): boolean {
  const wanted = search.toLocaleLowerCase();
  return texts.some((text) => text.toLocaleLowerCase().includes(wanted));
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
