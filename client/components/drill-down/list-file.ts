import type { DrillDown, DrillDownItem } from '#contract/drill-down.ts';
import type { Language } from '#contract/wire.ts';
import { formatMonth } from '#format/date.ts';
import type { TableFile, Translate } from '#format/table-file.ts';

type Cells = [what: string, who: string, stage: string, day: string | null, chance: number | null, value: string];

/** The whole list behind a number, with its sum as the last row. */
export function toListFile(
  list: DrillDown,
  items: readonly DrillDownItem[],
  known: { titles: ReadonlyMap<string, string>; names: ReadonlyMap<string, string> },
  { t, language }: { t: Translate; language: Language },
): TableFile {
  const title = t(`drillDown.title.${list.measure}`);
  const month = formatMonth(list.month, language, { year: true });
  const dealTitle = (id: string): string => known.titles.get(id) ?? t('drillDown.deal', { id });
  const nameOf = (userId: string): string => known.names.get(`person:${userId}`) ?? '';
  const cellsOf = (item: DrillDownItem): Cells => {
    switch (item.kind) {
      case 'deal':
        return [dealTitle(item.dealId), nameOf(item.userId), item.stageName, item.day, toShare(item.percent), item.value];
      case 'plan-line':
        return [t(`metric.name.${item.metric}`), item.name, '', item.from, null, item.value];
      case 'plan-day':
        return ['', item.name, '', item.day, null, item.value];
      case 'adjustment':
        return [item.reason, item.name, t('drillDown.adjustment'), null, null, item.value];
      case 'call':
        return [
          item.dealId === null ? '' : dealTitle(item.dealId),
          nameOf(item.userId),
          t(`drillDown.${item.direction}`),
          item.startedAt.slice(0, 10),
          null,
          item.value,
        ];
    }
  };
  return {
    name: `${title}, ${list.name}, ${month}`,
    about: `${title}. ${list.name}, ${month}`,
    columns: [
      { title: t('export.what'), kind: 'text', width: 44 },
      { title: t('export.who'), kind: 'text' },
      { title: t('export.stage'), kind: 'text', width: 22 },
      { title: t('export.day'), kind: 'day' },
      { title: t('export.chance'), kind: 'share' },
      { title: t('export.value'), kind: list.unit === 'money' ? 'money' : 'count' },
    ],
    rows: [
      ...items.map((item) => ({ cells: cellsOf(item) })),
      { cells: [t('drillDown.sum'), null, null, null, null, list.sum], isTotal: true },
    ],
  };
}

const toShare = (percent: number | null): number | null => (percent === null ? null : percent / 100);
