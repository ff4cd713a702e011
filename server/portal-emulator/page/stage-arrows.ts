import { button, fill, h } from './dom.ts';
import { icon } from './icons.ts';
import { menuRow, popup } from './popup.ts';
import type { CardModel } from './card-model.ts';
import type { Portal } from './portal-context.ts';
import type { Stage } from './records.ts';

/** The way of a record as arrows: a click moves it, the last one wins, its small menu offers the ends without success. */
export function stageArrows(portal: Portal, model: CardModel, move: (stageId: string) => void): HTMLElement {
  const way = model.stages.filter((stage) => stage.semantics !== 'F');
  const lost = model.stages.filter((stage) => stage.semantics === 'F');
  const isLost = lost.some((stage) => stage.id === model.stageId);
  const reached = isLost ? way.length - 1 : way.findIndex((stage) => stage.id === model.stageId);
  const outcome = isLost ? 'lost' : way[reached]?.semantics === 'S' ? 'won' : 'work';
  const current = model.stages.find((stage) => stage.id === model.stageId);
  const arrows = way.map((stage, place) => {
    const shown = isLost && place === way.length - 1 && current ? current : stage;
    const state = { isReached: place <= reached, isCurrent: shown.id === model.stageId };
    const arrow = drawArrow(portal, { shown, target: stage, ...state }, move);
    return place === way.length - 1 && lost.length > 0 ? h('div', { class: 'stage-last' }, arrow, lostMenu(portal, lost, move)) : arrow;
  });
  const element = h('div', { class: `stage-arrows stage-arrows-${outcome}`, role: 'group', 'aria-label': portal.words.stage });
  fill(element, ...arrows);
  return element;
}

interface Arrow {
  /** The last arrow of a lost record bears the name of how it ended. */
  readonly shown: Stage;
  readonly target: Stage;
  readonly isReached: boolean;
  readonly isCurrent: boolean;
}

function drawArrow(portal: Portal, { shown, target, isReached, isCurrent }: Arrow, move: (stageId: string) => void): HTMLElement {
  return button(
    {
      class: isReached ? 'stage-arrow stage-arrow-reached' : 'stage-arrow',
      'data-test': `stage-${target.id}`,
      'aria-current': isCurrent ? 'step' : null,
      title: `${portal.words.moveTo}: ${target.name}`,
      click: () => {
        if (!isCurrent) move(target.id);
      },
    },
    h('span', {}, shown.name),
  );
}

function lostMenu(portal: Portal, lost: readonly Stage[], move: (stageId: string) => void): HTMLElement {
  const opener = button(
    { class: 'stage-lost', 'aria-label': portal.words.finishAsLost, title: portal.words.finishAsLost, 'data-test': 'stage-lost-menu' },
    icon('down', 16),
  );
  return popup(opener, 'popup-right', (close) => [
    h('p', { class: 'popup-heading' }, portal.words.finishAsLost),
    ...lost.map((stage) =>
      menuRow(
        stage.name,
        () => {
          close();
          move(stage.id);
        },
        { 'data-test': `stage-${stage.id}` },
      ),
    ),
  ]);
}
