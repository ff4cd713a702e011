import { button, fill, h } from './dom.ts';
import { icon } from './icons.ts';
import { menuRow, popup } from './popup.ts';
import type { Portal } from './portal-context.ts';
import type { WorkState } from './records.ts';

export interface ListFilter {
  state: WorkState;
  search: string;
}

const states: readonly WorkState[] = ['work', 'won', 'lost', 'all'];
const searchAfterMs = 250;

/** The search line above a list, with the preset filter as a chip in it. */
export function listFilter(
  portal: Portal,
  filter: ListFilter,
  names: Readonly<Record<WorkState, string>>,
  onChange: () => void,
): HTMLElement {
  const { words } = portal;
  const chip = h('span', { class: 'filter-chip' });
  const drawChip = (): void => {
    chip.hidden = filter.state === 'all';
    fill(
      chip,
      names[filter.state],
      button({ 'aria-label': words.resetFilter, 'data-test': 'filter-reset', click: () => choose('all') }, '×'),
    );
  };
  const choose = (state: WorkState): void => {
    filter.state = state;
    drawChip();
    onChange();
  };
  const search = h('input', { type: 'search', placeholder: words.filterSearch, 'aria-label': words.filterSearch, value: filter.search });
  let timer: ReturnType<typeof setTimeout> | undefined;
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      filter.search = search.value.trim();
      onChange();
    }, searchAfterMs);
  });
  const opener = button({ class: 'filter-button', 'aria-label': words.filter, 'data-test': 'filter' }, icon('filter', 18));
  const menu = popup(opener, 'popup-right', (close) =>
    states.map((state) => {
      const pick = (): void => {
        choose(state);
        close();
      };
      return menuRow(names[state], pick, { 'data-test': `filter-${state}`, 'aria-current': String(state === filter.state) });
    }),
  );
  drawChip();
  return h('div', { class: 'filter' }, chip, search, menu);
}
