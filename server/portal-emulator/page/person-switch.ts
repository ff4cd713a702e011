import { avatar, fullName } from './avatar.ts';
import { boundRows } from './bound-placements.ts';
import { button, fill, h } from './dom.ts';
import { icon } from './icons.ts';
import { popup } from './popup.ts';
import type { Portal } from './portal-context.ts';
import type { Person } from './portal-state.ts';

/** «Войти как»: the people of the demonstration, each with one line of story. */
export function personSwitch(portal: Portal): HTMLElement {
  const { words, state } = portal;
  const opener = button({ class: 'person-switch', 'data-test': 'person-switch' });
  const draw = (): void => {
    const { me } = state.current;
    const name = h('span', { class: 'person-lines' }, h('strong', {}, fullName(me)), h('small', {}, me.position));
    fill(opener, avatar(me), h('span', { class: 'visually-hidden' }, `${words.signInAs}: `), name, icon('down', 18));
  };
  draw();
  state.onChange(draw);
  return popup(opener, 'popup-right people', (close) => [
    h('p', { class: 'popup-heading' }, words.signInAs),
    ...listOffered(portal).map((person) => personRow(portal, person, close)),
    ...boundRows(portal, { code: 'USER_PROFILE_MENU', options: { USER_ID: String(state.current.me.id) } }, words.extensions, close),
  ]);
}

function listOffered(portal: Portal): readonly Person[] {
  const { people, me } = portal.state.current;
  return people.filter((person) => person.story || person.id === me.id);
}

function personRow(portal: Portal, person: Person, close: () => void): HTMLElement {
  const isMe = person.id === portal.state.current.me.id;
  const signIn = async (): Promise<void> => {
    close();
    if (isMe) return;
    try {
      await portal.api.signIn(person.id);
      await portal.state.refresh();
    } catch {
      portal.notify(portal.words.failed);
    }
  };
  const story = person.story?.[portal.language] ?? person.position;
  return button(
    { class: 'person-row', 'data-test': `person-${person.id}`, 'aria-current': isMe ? 'true' : null, click: () => void signIn() },
    avatar(person),
    h('span', { class: 'person-lines' }, h('span', {}, fullName(person)), h('small', {}, story)),
    isMe && icon('check', 18),
  );
}
