import { ask } from './dialog.ts';
import { button, fill, h } from './dom.ts';
import { icon } from './icons.ts';
import type { Portal } from './portal-context.ts';

export interface ChoiceRow {
  readonly key: string;
  readonly title: string;
  readonly note: string;
}

/** Rows of one kind, under a tab of their own where a dialog has several. */
export interface ChoiceGroup<Row extends ChoiceRow> {
  readonly key: string;
  readonly title: string;
  list(search: string): Promise<readonly Row[]> | readonly Row[];
}

export interface Chosen<Row extends ChoiceRow> {
  readonly group: string;
  readonly row: Row;
}

interface Choice<Row extends ChoiceRow> {
  readonly title: string;
  readonly many: boolean;
  readonly groups: readonly ChoiceGroup<Row>[];
  readonly chosen?: readonly Chosen<Row>[];
}

const searchAfterMs = 200;

/** The portal's own dialog for choosing; undefined when it was cancelled. */
export async function choose<Row extends ChoiceRow>(portal: Portal, choice: Choice<Row>): Promise<Chosen<Row>[] | undefined> {
  const { words } = portal;
  const chosen = new Map((choice.chosen ?? []).map((one) => [`${one.group} ${one.row.key}`, one]));
  const confirmed = await ask({
    title: choice.title,
    body: choiceBody(portal, choice, chosen),
    confirm: words.choose,
    cancel: words.cancel,
    confirmTest: 'choose',
  });
  return confirmed ? [...chosen.values()] : undefined;
}

function choiceBody<Row extends ChoiceRow>(portal: Portal, choice: Choice<Row>, chosen: Map<string, Chosen<Row>>): HTMLElement[] {
  const { words } = portal;
  const list = h('div', { class: 'choice-list' });
  const tabs = h('div', { class: 'choice-tabs', role: 'tablist', hidden: choice.groups.length < 2 });
  const search = h('input', {
    type: 'search',
    placeholder: words.find,
    'aria-label': words.find,
    'data-test': 'choice-search',
    autofocus: true,
  });
  let opened = choice.groups[0];
  let asked = 0;
  const draw = async (): Promise<void> => {
    const mine = ++asked;
    const group = opened;
    if (!group) return;
    fill(tabs, ...choice.groups.map((one) => drawTab(one, one === group, () => ((opened = one), void draw()))));
    const rows = await Promise.resolve(group.list(search.value.trim())).catch(() => []);
    if (mine !== asked) return;
    const found = rows.map((row) => drawRow(choice, group.key, row, chosen));
    fill(list, ...(found.length > 0 ? found : [h('p', { class: 'quiet-line' }, words.nothingFound)]));
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void draw(), searchAfterMs);
  });
  void draw();
  return [tabs, h('div', { class: 'choice-search' }, icon('search', 18), search), list];
}

function drawTab<Row extends ChoiceRow>(group: ChoiceGroup<Row>, isOpen: boolean, click: () => void): HTMLElement {
  return button({ role: 'tab', 'aria-selected': String(isOpen), 'data-test': `choice-tab-${group.key}`, click }, group.title);
}

function drawRow<Row extends ChoiceRow>(choice: Choice<Row>, group: string, row: Row, chosen: Map<string, Chosen<Row>>): HTMLElement {
  const key = `${group} ${row.key}`;
  const input = h('input', {
    type: choice.many ? 'checkbox' : 'radio',
    name: 'choice',
    checked: chosen.has(key),
    'data-test': `choice-${row.key}`,
  });
  input.addEventListener('change', () => {
    if (!choice.many) chosen.clear();
    if (input.checked) chosen.set(key, { group, row });
    else chosen.delete(key);
  });
  return h('label', { class: 'choice-row' }, input, h('span', {}, row.title), h('small', {}, row.note));
}
