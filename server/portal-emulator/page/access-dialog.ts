import { choose, type ChoiceRow } from './choice-dialog.ts';
import { listPeople, matches } from './people-dialog.ts';
import type { Portal } from './portal-context.ts';

/** An access code as `selectAccess` answers: a person, a department with all below it, or everybody. */
interface ChosenAccess {
  readonly id: string;
  readonly name: string;
}

/** `blocked` are codes that are granted already and may not be chosen again. */
export async function chooseAccess(portal: Portal, blocked: readonly string[]): Promise<ChosenAccess[] | undefined> {
  const { words } = portal;
  const withoutBlocked = (rows: readonly ChoiceRow[]): ChoiceRow[] => rows.filter((row) => !blocked.includes(row.key));
  const groups = [
    { key: 'people', title: words.people, list: (search: string) => withoutBlocked(listPeople(portal, search)) },
    { key: 'departments', title: words.departments, list: (search: string) => withoutBlocked(listDepartments(portal, search)) },
    { key: 'other', title: words.otherAccess, list: (search: string) => withoutBlocked(listOthers(portal, search)) },
  ];
  const chosen = await choose(portal, { title: words.selectAccess, many: true, groups });
  return chosen?.map(({ row }) => ({ id: row.key, name: row.title }));
}

function listDepartments(portal: Portal, search: string): ChoiceRow[] {
  return portal.state.current.departments
    .map(({ id, name }) => ({ key: `DR${id}`, title: name, note: portal.words.withAllBelow }))
    .filter((row) => matches(search, row.title));
}

function listOthers(portal: Portal, search: string): ChoiceRow[] {
  return [{ key: 'AU', title: portal.words.everybodySignedIn, note: '' }].filter((row) => matches(search, row.title));
}
