import type { CauseCatalogue } from '#contract/review-causes.ts';
import type { TableFile, Translate } from '#format/table-file.ts';
import { causeName } from './review-words.ts';

/** Causes with what they cost and what has helped; a line for each kind of decision that was tried against them. */
export function toCausesFile(catalogue: CauseCatalogue, t: Translate): TableFile {
  const title = t('reviewCauses.title');
  return {
    name: title,
    about: `${title}, ${catalogue.currency}`,
    columns: [
      { title: t('review.cause.title'), kind: 'text', width: 36 },
      { title: t('export.cases'), kind: 'count' },
      { title: t('reviewCauses.cost'), kind: 'money' },
      { title: t('reviewCauses.works'), kind: 'text' },
      { title: t('export.helped'), kind: 'count' },
      { title: t('export.notHelped'), kind: 'count' },
      { title: t('export.unclear'), kind: 'count' },
      { title: t('export.notJudged'), kind: 'count' },
    ],
    rows: catalogue.causes.flatMap((cause) => {
      const first = [causeName(cause, t), cause.cells, cause.cells === 0 ? null : cause.sum];
      if (cause.works.length === 0) return [{ cells: [...first, null, null, null, null, null] }];
      return cause.works.map(({ kind, helped, notHelped, unclear, open }, at) => ({
        cells: [...(at === 0 ? first : [first[0] ?? '', null, null]), t(`review.action.kind.${kind}`), helped, notHelped, unclear, open],
      }));
    }),
  };
}
