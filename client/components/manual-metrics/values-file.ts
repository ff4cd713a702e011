import type { ManualMetric } from '#contract/manual-metrics.ts';
import type { TableFile, Translate } from '#format/table-file.ts';

/** The newest number of each person. */
export function toValuesFile(metric: ManualMetric, month: string, t: Translate): TableFile {
  const kind = metric.unit === 'money' ? ('money' as const) : ('number' as const);
  const isSum = metric.overTime === 'sum';
  return {
    name: metric.name,
    about: metric.unit === 'percent' ? `${metric.name}, %` : metric.name,
    columns: [
      { title: t('metrics.table.person'), kind: 'text' },
      { title: t('metrics.table.value'), kind },
      ...(isSum ? [{ title: month, kind }] : []),
      { title: t('metrics.table.day'), kind: 'day' },
      { title: t('metrics.table.by'), kind: 'text' },
    ],
    rows: metric.values.map((value) => ({
      cells: [value.name, value.value, ...(isSum ? [value.monthValue] : []), value.day, value.enteredBy],
    })),
  };
}
