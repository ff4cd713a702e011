import type { Intensity } from '#contract/intensity.ts';
import type { Language } from '#contract/wire.ts';
import { formatDayRange } from '#format/date.ts';
import type { TableFile, Translate } from '#format/table-file.ts';
import { nameMetric } from './metric-names.ts';

/** Fact, norm and the own past of every metric in view, of everybody. */
export function toActivityFile(intensity: Intensity, t: Translate, language: Language): TableFile {
  const { rows, total, metrics } = intensity;
  const days = formatDayRange(intensity.from, intensity.to, language);
  const shown = total.kind === 'person' ? rows : [...rows, total];
  return {
    name: `${t('intensity.tableTitle')}, ${days}`,
    about: `${t('intensity.tableTitle')}. ${total.name}, ${days}`,
    columns: [
      { title: t('intensity.person'), kind: 'text' },
      ...metrics.flatMap((metric) => {
        const name = nameMetric(t, metric, intensity.callRule);
        return (['fact', 'norm', 'usual'] as const).map((key) => ({ title: `${name}: ${t(`export.${key}`)}`, kind: 'number' as const }));
      }),
      { title: t('intensity.score'), kind: 'number' },
    ],
    rows: shown.map((row) => ({
      isTotal: row.kind !== 'person',
      cells: [
        row.name,
        ...metrics.flatMap(({ metric }) => {
          const cell = row.cells.find((one) => one.metric === metric);
          return [cell?.fact ?? null, cell?.norm ?? null, cell?.usual ?? null];
        }),
        row.score?.points ?? null,
      ],
    })),
  };
}
