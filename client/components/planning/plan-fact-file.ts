import type { Attribution } from '#contract/metric-facts.ts';
import type { Language, Metric } from '#contract/wire.ts';
import { metricCatalogue } from '#domain/planning/metric-catalogue.ts';
import { toDecimal } from '#domain/money.ts';
import { formatPeriod } from '#format/period.ts';
import type { ColumnKind, TableFile, Translate } from '#format/table-file.ts';
import { amountScale } from './plan-amount.ts';
import type { PlanFactRow } from './plan-facts.ts';

/** Plan, fact and deviation of every line and roll-up, each metric in its own unit. */
export function toPlanFactFile(
  given: { rows: readonly PlanFactRow[]; metrics: readonly Metric[]; currency: string; month: string; attribution?: Attribution },
  t: Translate,
  language: Language,
): TableFile {
  const { rows, metrics, currency } = given;
  const month = formatPeriod(given.month, language, { year: true });
  const kindOf = (metric: Metric): ColumnKind => (metricCatalogue[metric].unit === 'money' ? 'money' : 'number');
  const amount = (metric: Metric, minor: bigint | null): string | null =>
    minor === null ? null : toDecimal(minor, amountScale(metric, currency).digits);
  return {
    name: `${t('planning.compare.title')}, ${month}`,
    about: `${t('planning.compare.title')}, ${month}${given.attribution === 'client-owner' ? `, ${t('metricFacts.byClientOwner')}` : ''}`,
    columns: [
      { title: t('planning.person'), kind: 'text' },
      ...metrics.flatMap((metric) => {
        const name = t(`metric.name.${metric}`);
        const of = (key: string) => ({ title: `${name}: ${t(`planning.compare.${key}`)}`, kind: kindOf(metric) });
        return [of('plan'), of('fact'), { title: `${name}, %`, kind: 'share' as const }, of('deviation')];
      }),
    ],
    rows: rows.map(({ row, facts }) => ({
      isTotal: row.kind !== 'person',
      cells: [
        row.name,
        ...facts.flatMap(({ metric, plan, fact, deviation, attainment }) => [
          amount(metric, plan),
          amount(metric, fact),
          attainment.kind === 'share' ? attainment.share : null,
          amount(metric, deviation),
        ]),
      ],
    })),
  };
}
