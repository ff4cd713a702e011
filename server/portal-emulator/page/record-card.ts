import { boundButtons } from './bound-placements.ts';
import { button, fill, h } from './dom.ts';
import { cardTabs } from './card-tabs.ts';
import { stageArrows } from './stage-arrows.ts';
import type { CardChange, CardModel, CardSource } from './card-model.ts';
import type { Portal } from './portal-context.ts';

export interface RecordCard {
  readonly element: HTMLElement;
  reload(): void;
  close(): void;
}

/** The card of a deal or a lead: its head, its way as arrows, its tabs. */
export function recordCard(portal: Portal, source: CardSource): RecordCard {
  const head = h('div', { class: 'card-head' });
  const arrows = h('div', {});
  const element = h('div', { class: 'card', 'aria-busy': 'true' }, head, arrows);
  const change = async (wanted: CardChange): Promise<void> => {
    try {
      show(await source.change(wanted));
    } catch {
      portal.notify(portal.words.notSaved);
    }
  };
  const load = async (): Promise<void> => {
    try {
      show(await source.load());
    } catch {
      showMissing(portal, element);
    }
  };
  const tabs = cardTabs(portal, source, { change, reload: () => void load() });
  const show = (model: CardModel): void => {
    element.removeAttribute('aria-busy');
    drawHead(portal, source, model, head);
    fill(
      arrows,
      stageArrows(portal, model, (stageId) => void change({ stageId })),
    );
    tabs.show(model);
    if (!tabs.element.isConnected) fill(element, head, arrows, tabs.element);
  };
  void load();
  return {
    element,
    reload: () => {
      tabs.reloadFrames();
      void load();
    },
    close: () => tabs.close(),
  };
}

function drawHead(portal: Portal, source: CardSource, model: CardModel, head: HTMLElement): void {
  const { words } = portal;
  const quiet = (text: string): HTMLElement => button({ class: 'button-card', click: () => portal.notify(words.quietAction) }, text);
  const place = { code: source.toolbarPlacement, options: { ID: String(source.id) } };
  const bound = boundButtons(portal, place, { class: 'button-card', test: 'toolbar' });
  fill(
    head,
    h('h1', { 'data-test': 'card-title' }, model.title),
    h('span', { class: 'card-number' }, `${source.kindName} № ${source.id}`),
    h('div', { class: 'card-actions' }, ...bound, quiet(words.document), quiet(words.invoice)),
  );
}

function showMissing(portal: Portal, element: HTMLElement): void {
  const { words } = portal;
  element.removeAttribute('aria-busy');
  fill(element, h('div', { class: 'panel nothing' }, h('h2', {}, words.noSuchRecord), h('p', {}, words.noSuchRecordNote)));
}
