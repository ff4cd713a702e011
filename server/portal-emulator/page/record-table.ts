import { avatar, shortName } from './avatar.ts';
import { h } from './dom.ts';
import { stageBar } from './stage-bar.ts';
import type { Portal } from './portal-context.ts';
import type { Responsible } from './records.ts';

export interface TableRow {
  readonly id: number;
  readonly test: string;
  readonly path: string;
  readonly title: string;
  readonly stageName: string;
  readonly stageReached: number;
  readonly stageCount: number;
  readonly color: string;
  readonly companyTitle: string | null;
  readonly amount: string;
  readonly currency: string;
  readonly responsible: Responsible;
  /** Absent where the list has no such column. */
  readonly closeDate?: string | null;
}

export interface TableLook {
  readonly stageHeading: string;
  readonly hasCloseDate: boolean;
  readonly onSelect: (id: number, isSelected: boolean) => void;
  readonly menuOf: (row: TableRow) => HTMLElement | null;
}

export function recordTable(portal: Portal, rows: readonly TableRow[], look: TableLook): HTMLTableElement {
  const { words, formats } = portal;
  const mainCurrency = mostCommon(rows.map((row) => row.currency));
  const amountHeading = mainCurrency ? `${words.amount}, ${formats.currency(mainCurrency)}` : words.amount;
  const headings = [
    h('th', { class: 'cell-check' }),
    h('th', { scope: 'col', class: 'cell-name' }, words.name),
    h('th', { scope: 'col', class: 'cell-stage' }, look.stageHeading),
    h('th', { scope: 'col', class: 'cell-company' }, words.company),
    h('th', { scope: 'col', class: 'cell-amount' }, amountHeading),
    h('th', { scope: 'col', class: 'cell-person' }, words.responsible),
    look.hasCloseDate && h('th', { scope: 'col', class: 'cell-date' }, words.closeDate),
  ];
  return h(
    'table',
    { class: 'records' },
    h('thead', {}, h('tr', {}, ...headings)),
    h('tbody', {}, ...rows.map((row) => tableRow(portal, row, look, mainCurrency))),
  );
}

function tableRow(portal: Portal, row: TableRow, look: TableLook, mainCurrency: string | undefined): HTMLTableRowElement {
  const { words, formats } = portal;
  const check = h('input', { type: 'checkbox', 'aria-label': `${words.select}: ${row.title}` });
  check.addEventListener('change', () => look.onSelect(row.id, check.checked));
  // Narrow screens show no headings, so the currency stands beside every amount there.
  const sign = h('span', { class: row.currency === mainCurrency ? 'amount-sign' : '' }, ` ${formats.currency(row.currency)}`);
  return h(
    'tr',
    { 'data-test': row.test },
    h('td', { class: 'cell-check' }, check),
    h('td', { class: 'cell-name' }, look.menuOf(row), h('a', { href: row.path, 'data-route': true }, row.title)),
    h('td', { class: 'cell-stage' }, stageBar(row.stageName, row.stageReached, row.stageCount, row.color)),
    h('td', { class: 'cell-company' }, row.companyTitle ?? ''),
    h('td', { class: 'cell-amount' }, formats.amount(row.amount), sign),
    h('td', { class: 'cell-person' }, h('span', { class: 'person' }, avatar(row.responsible, 'small'), shortName(row.responsible))),
    look.hasCloseDate && h('td', { class: 'cell-date' }, formats.day(row.closeDate ?? null)),
  );
}

function mostCommon(codes: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].sort(([, left], [, right]) => right - left)[0]?.[0];
}
