import { button, fill, h } from './dom.ts';
import { createFrameHost, type FrameHost } from './frame-host.ts';
import { generalTab } from './general-tab.ts';
import { resizeFrame, scrollAround } from './resize-frame.ts';
import { moves } from './timeline.ts';
import type { CardActions, CardModel, CardSource } from './card-model.ts';
import type { Portal } from './portal-context.ts';

interface CardTabs {
  readonly element: HTMLElement;
  show(model: CardModel): void;
  reloadFrames(): void;
  close(): void;
}

interface Tab {
  readonly key: string;
  readonly title: string;
  readonly test: string;
  /** Of an application's tab. */
  readonly handler?: string;
  readonly panel: (model: CardModel) => HTMLElement;
}

/** Tabs of a card; the frame of an application is made when its tab is opened and stays while the card is open. */
export function cardTabs(portal: Portal, source: CardSource, actions: CardActions): CardTabs {
  const strip = h('div', { class: 'card-tabs', role: 'tablist' });
  const body = h('div', { class: 'card-body' });
  const frames = new Map<string, FrameHost>();
  let opened = 'general';
  let model: CardModel | undefined;
  const draw = (): void => {
    if (!model) return;
    const tabs = listTabs(portal, source, actions);
    const current = tabs.find((tab) => tab.key === opened) ?? tabs[0];
    fill(strip, ...tabs.map((tab) => drawTab(tab, tab === current, open)), moreButton(portal));
    body.querySelector(':scope > .tab-panel')?.remove();
    for (const [key, frame] of frames) frame.element.hidden = key !== current?.key;
    if (current && !frames.has(current.key)) showPanel(current, model);
  };
  const showPanel = (tab: Tab, shown: CardModel): void => {
    if (tab.handler === undefined) {
      body.append(h('div', { class: 'tab-panel', role: 'tabpanel' }, tab.panel(shown)));
      return;
    }
    const frame = openFrame(portal, source, tab, actions.reload);
    frames.set(tab.key, frame);
    body.append(frame.element);
  };
  const open = (key: string): void => {
    opened = key;
    draw();
    strip.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  };
  return {
    element: h('div', { class: 'card-tabbed' }, strip, body),
    show: (next) => {
      model = next;
      draw();
    },
    reloadFrames: () => frames.forEach((frame) => frame.reload()),
    close: () => frames.forEach((frame) => frame.close()),
  };
}

function listTabs(portal: Portal, source: CardSource, { change, reload }: CardActions): Tab[] {
  const { tabs } = portal.words;
  const quiet = (name: 'products' | 'quotes' | 'invoices' | 'robots' | 'links'): Tab => ({
    key: name,
    title: tabs[name],
    test: `tab-${name}`,
    panel: () => h('div', { class: 'panel nothing' }, h('h2', {}, portal.words.quietTitle), h('p', {}, portal.words.quietNote)),
  });
  const bound = portal.state.current.placements.filter(({ code }) => code === source.tabPlacement);
  return [
    { key: 'general', title: tabs.general, test: 'tab-general', panel: (model) => generalTab(portal, source, model, { change, reload }) },
    ...(['products', 'quotes', 'invoices', 'robots', 'links'] as const).map(quiet),
    {
      key: 'history',
      title: tabs.history,
      test: 'tab-history',
      panel: (model) => h('div', { class: 'panel card-panel' }, moves(portal, model.history, source.stageHeading)),
    },
    ...bound.map(({ code, title, handler }) => ({
      key: `placement:${handler}`,
      title,
      test: `tab-${code}`,
      handler,
      panel: () => h('div'),
    })),
  ];
}

function drawTab(tab: Tab, isOpen: boolean, open: (key: string) => void): HTMLElement {
  return button({ role: 'tab', 'aria-selected': String(isOpen), 'data-test': tab.test, click: () => open(tab.key) }, tab.title);
}

function moreButton(portal: Portal): HTMLElement {
  return button({ class: 'card-tabs-more', click: () => portal.notify(portal.words.quietAction) }, portal.words.tabs.more);
}

function openFrame(portal: Portal, source: CardSource, tab: Tab, reloadData: () => void): FrameHost {
  const frame: FrameHost = createFrameHost(portal, {
    placement: source.tabPlacement,
    ...(tab.handler === undefined ? {} : { handler: tab.handler }),
    options: { ID: String(source.id) },
    title: tab.title,
    surroundings: {
      place: 'tab',
      // Cards ignore the width that an application asks for.
      resize: (wanted) => resizeFrame(frame.element, wanted, 'height'),
      scrollTo: (top) => scrollAround(frame.element, top),
      reloadData,
    },
  });
  return frame;
}
