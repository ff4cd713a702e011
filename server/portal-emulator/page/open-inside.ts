import { dealCard } from './deal-card.ts';
import { h } from './dom.ts';
import { leadCard } from './lead-card.ts';
import { parseOpenedPath } from './open-path.ts';
import type { RecordCard } from './record-card.ts';
import type { ApplicationWish, Portal } from './portal-context.ts';
import type { Slider } from './slider.ts';

/** Opens a page of the portal in a slider over the application that asked for it; false when there is nothing to open. */
export async function openInside(portal: Portal, path: string): Promise<boolean> {
  const opened = parseOpenedPath(path, location.origin);
  if (opened.page === 'application') {
    await portal.openApplication(toWish(portal, opened.params));
  } else if (opened.page === 'quiet') {
    await openQuiet(portal).closed;
  } else {
    await openCard(portal, opened.page, opened.id).closed;
  }
  return true;
}

/** A link to the application opens what is bound for links, and the own page where nothing is. */
export function toWish(portal: Portal, params: Readonly<Record<string, string>> | null): ApplicationWish {
  if (params === null) return { placement: 'DEFAULT' };
  const isBound = portal.state.current.placements.some(({ code }) => code === 'REST_APP_URI');
  return { placement: isBound ? 'REST_APP_URI' : 'DEFAULT', options: params };
}

export function openCard(portal: Portal, kind: 'deal' | 'lead', id: number): Slider {
  const card: RecordCard = kind === 'deal' ? dealCard(portal, id) : leadCard(portal, id);
  return portal.sliders.open({
    element: card.element,
    label: `${kind === 'deal' ? portal.words.deal : portal.words.lead} № ${id}`,
    width: 'card',
    reload: () => card.reload(),
    close: () => card.close(),
  });
}

function openQuiet(portal: Portal): Slider {
  const { words } = portal;
  return portal.sliders.open({
    element: h('div', { class: 'card' }, h('div', { class: 'panel nothing' }, h('h2', {}, words.quietTitle), h('p', {}, words.quietNote))),
    label: words.quietTitle,
    width: 'card',
    reload: () => undefined,
  });
}
