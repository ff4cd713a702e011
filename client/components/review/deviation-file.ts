import type { Deviation, DeviationRegister } from '#contract/deviations.ts';
import type { Language } from '#contract/wire.ts';
import { formatMonth } from '#format/date.ts';
import type { TableFile, Translate } from '#format/table-file.ts';

/** Red cells with cause and decisions, as they are filtered on the screen. */
export function toDeviationFile(
  register: DeviationRegister,
  rows: readonly Deviation[],
  nameOf: (causeId: string | null) => string,
  { t, language }: { t: Translate; language: Language },
): TableFile {
  const title = t('review.register.title');
  const month = formatMonth(register.month, language, { year: true });
  return {
    name: `${title}, ${month}`,
    about: `${title}. ${register.scopeName}, ${month}`,
    columns: [
      { title: t('review.register.person'), kind: 'text' },
      { title: t('review.register.metric'), kind: 'text', width: 28 },
      ...(['plan', 'fact', 'deviation'] as const).map((key) => ({ title: t(`export.${key}`), kind: 'number' as const })),
      { title: t('export.state'), kind: 'text', width: 16 },
      { title: t('export.redDays'), kind: 'count' },
      { title: t('review.cause.title'), kind: 'text' },
      { title: t('export.decisions'), kind: 'text', width: 60 },
    ],
    rows: rows.map((row) => ({
      cells: [
        row.owner.name,
        t(`metric.name.${row.cell.metric}`),
        row.cell.plan,
        row.cell.fact,
        row.cell.deviation,
        t(`review.register.state.${row.state}`),
        row.days,
        nameOf(row.causeId),
        row.actions.map((action) => `${action.text} (${action.owner.name})`).join('; '),
      ],
    })),
  };
}
