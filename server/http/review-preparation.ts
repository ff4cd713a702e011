import { monthOfReview } from '#domain/review/review-rhythm.ts';
import { listRedCells } from '#domain/review/red-cells.ts';
import { toSubject } from '#domain/review/subject.ts';
import type { PortalTransaction } from '#store/portal-store.ts';
import type { Portal } from '#store/portals.ts';
import type { StoredSeries } from '#store/review-series.ts';
import { listTexts } from '#store/review-texts.ts';
import type { StoredReview } from '#store/reviews.ts';
import { readFactsContext } from './action-level.ts';
import { readCountedPlans } from './counted-plans.ts';
import { readMonthFacts } from './month-facts.ts';
import { listScopePeople } from './review-cells.ts';

const preparedFields = ['why', 'proposal'];

/** Whose red numbers wait for a cause and a proposal before a review, for jobs, which nobody asks. */
export async function listUnprepared(
  given: { tx: PortalTransaction; portal: Portal; now: Date },
  { series, review }: { series: StoredSeries; review: StoredReview },
): Promise<{ userId: bigint; cells: number }[]> {
  const context = await readFactsContext(given);
  const facts = await readMonthFacts(context, monthOfReview(context.today, context.calendar), series.scope);
  const people = listScopePeople(context, series.scope);
  const cells = listRedCells(facts, people, await readCountedPlans(context, facts, people));
  const texts = (await listTexts(given.tx, [review.reviewId])).filter(({ value }) => value !== '');
  const isPrepared = (subject: string): boolean =>
    preparedFields.every((field) => texts.some((text) => text.subject === subject && text.field === field));
  const waiting = Map.groupBy(
    cells.filter((cell) => !isPrepared(toSubject({ kind: 'cell', ...cell }))),
    ({ userId }) => userId,
  );
  return [...waiting].map(([userId, own]) => ({ userId, cells: own.length }));
}
