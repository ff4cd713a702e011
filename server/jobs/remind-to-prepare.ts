import { addToOutbox } from '#store/outbox.ts';
import type { PortalStore, PortalTransaction } from '#store/portal-store.ts';
import { findPortal, type Portal } from '#store/portals.ts';
import { listSeries, type StoredSeries } from '#store/review-series.ts';
import { listReviewsOf, type StoredReview } from '#store/reviews.ts';
import { reviewLink } from '#texts/notice-links.ts';
import { preparationText } from '#texts/review-notices.ts';
import { toDay, toTimeOfDay } from '#kernel/calendar-day.ts';
import { isWorkingTime, type ReminderDeps } from './remind-about-metrics.ts';

export interface PreparationDeps extends ReminderDeps {
  /** Whose numbers are red and not prepared yet, and how many; told by whoever composes the parts. */
  readonly listUnprepared: (
    given: { tx: PortalTransaction; portal: Portal; now: Date },
    about: { series: StoredSeries; review: StoredReview },
  ) => Promise<readonly { readonly userId: bigint; readonly cells: number }[]>;
}

const hourMs = 3_600_000;
/** So long before the preparation has to be there, those who owe it hear of it. */
const aheadMs = 24 * hourMs;

/** Each participant hears once before a review which numbers wait for a cause and a proposal; within working hours. */
export async function remindToPrepare(deps: PreparationDeps, store: PortalStore): Promise<number> {
  return store.transaction(async (tx) => {
    const portal = await findPortal(tx);
    const now = deps.businessClock();
    if (portal?.state !== 'active') return 0;
    const series = await listSeries(tx);
    const reviews = await listReviewsOf(
      tx,
      series.map(({ seriesId }) => seriesId),
    );
    const due = reviews.flatMap((review) => {
      const own = series.find(({ seriesId }) => seriesId === review.seriesId);
      return own !== undefined && review.startedAt === null && isDue(review, own, now) ? [{ review, series: own }] : [];
    });
    if (due.length === 0 || !(await isWorkingTime(tx, deps, portal, now))) return 0;
    let told = 0;
    for (const about of due) {
      for (const person of await deps.listUnprepared({ tx, portal, now }, about)) {
        await tell(tx, portal, now, { ...about, ...person });
        told += 1;
      }
    }
    return told;
  });
}

function isDue({ plannedAt }: StoredReview, { prepareHours }: StoredSeries, now: Date): boolean {
  return now < plannedAt && now.getTime() >= plannedAt.getTime() - prepareHours * hourMs - aheadMs;
}

async function tell(
  tx: PortalTransaction,
  portal: Portal,
  now: Date,
  { review, series, userId, cells }: { review: StoredReview; series: StoredSeries; userId: bigint; cells: number },
): Promise<void> {
  const before = new Date(review.plannedAt.getTime() - series.prepareHours * hourMs);
  const at = { day: toDay(before, portal.timeZone), time: toTimeOfDay(before, portal.timeZone) };
  const language = portal.language === 'ru' ? 'ru' : 'en';
  await addToOutbox(tx, {
    kind: 'notify',
    dedupeKey: `review-prepare ${review.reviewId} ${userId}`,
    payload: {
      userId: String(userId),
      tag: `kurs:review:${review.reviewId}`,
      text: preparationText({ name: series.name, cells, ...at }, language),
      link: reviewLink({ reviewId: review.reviewId }, language),
    },
    now,
  });
}
