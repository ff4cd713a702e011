import { boundButtons, boundMenu } from './bound-placements.ts';
import { button, fill, h } from './dom.ts';
import { listFilter, type ListFilter } from './list-filter.ts';
import { recordTable, type TableRow } from './record-table.ts';
import type { Page } from './page.ts';
import type { Portal } from './portal-context.ts';
import type { ListQuery, WorkState } from './records.ts';

/** What tells the list of deals from the list of leads. */
export interface RecordSource {
  readonly heading: string;
  readonly toolbarPlacement: string;
  readonly menuPlacement: string;
  readonly stageHeading: string;
  readonly stateNames: Readonly<Record<WorkState, string>>;
  readonly hasCloseDate: boolean;
  /** Where records stand in pipelines, the list offers to show one of them. */
  readonly hasPipelines: boolean;
  list(query: ListQuery): Promise<{ total: number; rows: TableRow[] }>;
}

const pageSize = 50;
/** The portal's server gives no more at once. */
const longestAnswer = 200;

export function recordsPage(portal: Portal, source: RecordSource, search: string): Page {
  const filter: ListFilter = { state: search === '' ? 'work' : 'all', search };
  let category: number | '' = '';
  let shown: TableRow[] = [];
  let asked = 0;
  const body = h('div', { class: 'records-body', 'aria-busy': 'true' }, h('p', { class: 'quiet-line' }, portal.words.loading));
  const load = async (count = pageSize): Promise<void> => {
    const mine = ++asked;
    const query = { category, state: filter.state, search: filter.search };
    const answer = await loadRows(source, query, count).catch(() => undefined);
    if (mine !== asked) return;
    body.removeAttribute('aria-busy');
    if (!answer) {
      fill(
        body,
        h('p', { class: 'quiet-line' }, portal.words.failed, button({ class: 'link', click: () => void load(count) }, portal.words.again)),
      );
      return;
    }
    shown = answer.rows;
    drawRows(portal, source, body, { ...answer, more: () => void load(count + pageSize), reloadData: again });
  };
  const again = (): void => void load(Math.max(pageSize, shown.length));
  void load();
  const toolbar = h('div', { class: 'page-toolbar' });
  const drawToolbar = (): void => {
    const place = { code: source.toolbarPlacement, reloadData: again };
    fill(toolbar, ...boundButtons(portal, place, { class: 'button-toolbar', test: 'list-toolbar' }));
  };
  drawToolbar();
  const pipelines = source.hasPipelines ? pipelineSelect(portal, (id) => ((category = id), void load())) : null;
  const element = h(
    'div',
    { class: 'records-page' },
    h(
      'div',
      { class: 'page-head' },
      h('h1', {}, source.heading),
      button({ class: 'button-create', click: () => portal.notify(portal.words.quietAction) }, portal.words.create),
      listFilter(portal, filter, source.stateNames, () => void load()),
      toolbar,
    ),
    h('div', { class: 'panel records-panel' }, viewTabs(portal, pipelines), body),
  );
  const refresh = (): void => {
    drawToolbar();
    again();
  };
  return { element, reload: refresh, refresh };
}

async function loadRows(source: RecordSource, query: Omit<ListQuery, 'offset' | 'limit'>, count: number): ReturnType<RecordSource['list']> {
  const rows: TableRow[] = [];
  let total = Infinity;
  while (rows.length < Math.min(count, total)) {
    const page = await source.list({ ...query, offset: rows.length, limit: Math.min(longestAnswer, count - rows.length) });
    rows.push(...page.rows);
    total = page.rows.length === 0 ? rows.length : page.total;
  }
  return { total, rows };
}

interface ShownRows {
  readonly rows: readonly TableRow[];
  readonly total: number;
  readonly more: () => void;
  readonly reloadData: () => void;
}

function drawRows(portal: Portal, source: RecordSource, body: HTMLElement, { rows, total, more, reloadData }: ShownRows): void {
  const { words } = portal;
  if (rows.length === 0) {
    fill(body, h('div', { class: 'nothing' }, h('h2', {}, words.nothingFound), h('p', {}, words.nothingFoundNote)));
    return;
  }
  const selected = new Set<number>();
  const selectedCount = h('span', {}, `${words.selected}: 0`);
  const onSelect = (id: number, isSelected: boolean): void => {
    if (isSelected) selected.add(id);
    else selected.delete(id);
    fill(selectedCount, `${words.selected}: ${selected.size}`);
  };
  const footer = h(
    'div',
    { class: 'records-footer' },
    selectedCount,
    h('span', { 'data-test': 'records-total' }, `${words.shown}: ${rows.length} ${words.of} ${total}`),
    rows.length < total && button({ class: 'link', 'data-test': 'show-more', click: more }, words.showMore),
  );
  const menuOf = (row: TableRow): HTMLElement | null =>
    boundMenu(portal, { code: source.menuPlacement, options: { ID: String(row.id) }, reloadData }, `${words.rowMenu}: ${row.title}`);
  const { stageHeading, hasCloseDate } = source;
  fill(body, recordTable(portal, rows, { stageHeading, hasCloseDate, onSelect, menuOf }), footer);
}

function viewTabs(portal: Portal, pipelines: HTMLElement | null): HTMLElement {
  const { words } = portal;
  const quiet = (text: string): HTMLElement => button({ click: () => portal.notify(words.quietAction) }, text);
  const list = button({ 'aria-current': 'page' }, words.list);
  return h('div', { class: 'view-tabs' }, quiet(words.kanban), list, quiet(words.toDo), quiet(words.calendar), pipelines);
}

function pipelineSelect(portal: Portal, choose: (id: number | '') => void): HTMLElement | null {
  const { categories } = portal.state.current;
  if (categories.length < 2) return null;
  const select = h(
    'select',
    { class: 'pipeline-select', 'aria-label': portal.words.pipeline, 'data-test': 'pipeline' },
    h('option', { value: '' }, portal.words.allPipelines),
    ...categories.map(({ id, name }) => h('option', { value: id }, name)),
  );
  select.addEventListener('change', () => choose(select.value === '' ? '' : Number(select.value)));
  return select;
}
