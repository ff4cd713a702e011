import type { NextReview } from '#contract/attention.ts';
import { can } from '#policy/can.ts';
import { listSeries } from '#store/review-series.ts';
import { listReviewsOf } from '#store/reviews.ts';
import { listTexts } from '#store/review-texts.ts';
import { resourceOf, stateOf } from '../open-review.ts';
import type { PortalContext } from '../portal-context.ts';
import { readAgenda } from '../review-agenda.ts';
import { listPreparation } from './review-page.ts';

/** A review further ahead asks for nothing yet. */
const aheadMs = 7 * 86_400_000;

/** The review that goes on, or else the next one within a week, of the series that the viewer takes part in. */
export async function findNextReview(context: PortalContext): Promise<NextReview | null> {
  const { tx, now } = context;
  const series = (await listSeries(tx)).filter((one) => can(context.actor, 'see-review', resourceOf(context, one)));
  const ahead = (
    await listReviewsOf(
      tx,
      series.map(({ seriesId }) => seriesId),
    )
  )
    .filter((review) => review.finishedAt === null && review.plannedAt.getTime() <= now.getTime() + aheadMs)
    .toSorted((a, b) => Number(b.startedAt !== null) - Number(a.startedAt !== null) || a.plannedAt.getTime() - b.plannedAt.getTime());
  const [review] = ahead;
  const own = series.find(({ seriesId }) => seriesId === review?.seriesId);
  if (review === undefined || own === undefined) return null;
  const agenda = await readAgenda(context, { review, series: own });
  const texts = Map.groupBy(await listTexts(tx, [review.reviewId]), ({ subject }) => subject);
  const people = listPreparation(context, { review, series: own }, { agenda, texts });
  return {
    reviewId: review.reviewId,
    plannedAt: review.plannedAt.toISOString(),
    state: stateOf(review) === 'running' ? 'running' : 'planned',
    items: agenda.entries.length,
    prepared: people.filter(({ isPrepared }) => isPrepared).length,
    people: people.length,
  };
}
