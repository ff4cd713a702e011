import type { TableFile, Translate } from '#format/table-file.ts';
import type { StageRow } from './stage-rows.ts';

/** Stages of a pipeline with progress and chances, as they stand on the screen. */
export function toStagesFile(rows: readonly StageRow[], pipeline: string, t: Translate): TableFile {
  const title = t('stages.title');
  const share = (percent: number | null | undefined): number | null => (percent == null ? null : percent / 100);
  const sourceOf = ({ shown, draft, isThin }: StageRow): string => {
    if (draft === null) return t(shown.kind === 'won' ? 'stages.inFact' : 'stages.fixed');
    return t(`stages.sources.${draft.source === 'history' && isThin ? 'blend' : draft.source}`);
  };
  return {
    name: `${title}, ${pipeline}`,
    about: `${title}. ${pipeline}`,
    columns: [
      { title: t('stages.stage'), kind: 'text' },
      { title: t('stages.progress'), kind: 'share' },
      { title: t('stages.byTable'), kind: 'share' },
      { title: t('export.history'), kind: 'share' },
      { title: t('export.low'), kind: 'share' },
      { title: t('export.high'), kind: 'share' },
      { title: t('stages.entered'), kind: 'count' },
      { title: t('stages.won'), kind: 'count' },
      { title: t('stages.source'), kind: 'text', width: 22 },
      { title: t('stages.inForecast'), kind: 'share' },
    ],
    rows: rows.map((row) => ({
      cells: [
        row.shown.name,
        share(row.draft?.progress ?? row.shown.progress),
        share(row.draft?.tablePercent ?? row.shown.inForecast),
        share(row.shown.history?.percent),
        share(row.shown.history?.low),
        share(row.shown.history?.high),
        row.shown.history?.entered ?? null,
        row.shown.history?.won ?? null,
        sourceOf(row),
        row.shown.kind === 'won' ? null : share(row.chance),
      ],
    })),
  };
}
