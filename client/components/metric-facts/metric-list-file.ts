import type { MetricFactList, MetricThing } from '#contract/metric-facts.ts';
import type { Language, Metric } from '#contract/wire.ts';
import { formatPeriod } from '#format/period.ts';
import type { TableFile, Translate } from '#format/table-file.ts';

/** The whole list behind a fact of a metric, with the number as its last row. */
export function toMetricListFile(
  list: MetricFactList,
  items: readonly MetricThing[],
  known: { metric: Metric; titles: ReadonlyMap<string, string>; names: ReadonlyMap<string, string> },
  { t, language }: { t: Translate; language: Language },
): TableFile {
  const title = t(`metric.name.${known.metric}`);
  const month = formatPeriod(list.month, language, { year: true });
  const kind = list.unit === 'money' ? ('money' as const) : list.unit === 'count' ? ('count' as const) : ('number' as const);
  const dealTitle = (dealId: string): string => known.titles.get(dealId) ?? t('drillDown.deal', { id: dealId });
  return {
    name: `${title}, ${list.name}, ${month}`,
    about: `${title}. ${list.name}, ${month}`,
    columns: [
      { title: t('export.what'), kind: 'text', width: 36 },
      { title: t('export.deal'), kind: 'text', width: 36 },
      { title: t('export.who'), kind: 'text' },
      { title: t('export.day'), kind: 'day' },
      { title: t('export.value'), kind },
    ],
    rows: [
      ...items.map((item) => ({
        cells: [
          t(`metricFacts.thing.${item.kind}`, { id: item.id }),
          item.dealId === null ? null : dealTitle(item.dealId),
          item.userIds.map((userId) => known.names.get(`person:${userId}`) ?? `№ ${userId}`).join(', '),
          item.day,
          item.value,
        ],
      })),
      { cells: [t('drillDown.sum'), null, null, null, list.sum], isTotal: true },
    ],
  };
}
