import type { PortalTransaction } from '#store/portal-store.ts';
import { addReview, saveStart } from '#store/reviews.ts';
import { addReviewItems } from '#store/review-items.ts';
import { addSeries } from '#store/review-series.ts';
import { company, type AccessRow, type ReviewEndpoint } from './access-matrix.ts';
import type { Company } from './company-of-two-teams.ts';

export const seriesId = '01890a5d-ac96-774b-bcce-b30209900010';
export const reviewId = '01890a5d-ac96-774b-bcce-b30209900011';
const someUuid = '01890a5d-ac96-774b-bcce-b302099a8057';
const subject = `cell:revenue:person:${company.people.employee}:2026-11`;
export const regulations = {
  name: 'Разбор',
  rhythm: 'weekly' as const,
  everyDays: null,
  at: '11:00',
  minutes: 45,
  questionLimit: 7,
  itemMinutes: 5,
  preparedBy: 'owners' as const,
  prepareHours: 16,
};

/** A review of the first team that goes on, about a number of the employee. */
export async function holdReview(tx: PortalTransaction, { people, team }: Pick<Company, 'people' | 'team'> = company): Promise<void> {
  const at = new Date('2026-11-13T08:00:00Z');
  const scope = `department:${team}`;
  await addSeries(tx, { seriesId, scope, ...regulations, createdBy: BigInt(people.head) }, at);
  await addReview(tx, { reviewId, seriesId, plannedAt: at });
  await saveStart(tx, reviewId, { at, by: BigInt(people.head), month: '2026-11', closedDay: '2026-11-12', factsAt: at });
  await addReviewItems(tx, reviewId, [
    { subject: `cell:revenue:person:${people.employee}:2026-11`, kind: 'cell', ownerId: BigInt(people.employee), numbers: null },
  ]);
}

const everybody = '401 401 200 401 200 200 200 200 200 200 401 403';
const itsPeople = '401 401 403 401 200 200 403 200 200 200 401 403';
const itsHeads = '401 401 403 401 403 403 403 200 200 200 401 403';
const strangers = '403 403 403 403 404 404';
const ofReview = (about: string, request: () => Record<string, unknown>, expected: string): AccessRow => ({
  about,
  request: () => ({ reviewId, ...request() }),
  expected,
  fromAbroad: strangers,
});
const ofSeries = (expected: string): AccessRow => ({
  about: 'of the first team',
  request: () => ({ seriesId, ...regulations }),
  expected,
  fromAbroad: strangers,
});
const moves = {
  month: '2026-12',
  metric: 'revenue',
  moves: ['employee' as const, 'colleague' as const].map((who) => ({ scope: `person:${company.people[who]}`, delta: '1.00' })),
};
let attempts = 0;
const freshUuid = (): string => `01890a5d-ac96-774b-bcce-b302088${String((attempts += 1)).padStart(5, '0')}`;

/** Rows of the access matrix about reviews; the order of actors is the same. */
export const reviewAccess: Readonly<Record<ReviewEndpoint, readonly AccessRow[]>> = {
  listReviews: [{ about: 'as far as they take part', request: () => ({}), expected: everybody, fromAbroad: '200' }],
  defineReviewSeries: [
    {
      about: 'of the first team',
      request: () => ({ seriesId: freshUuid(), scope: `department:${company.team}`, firstDay: '2100-01-11', ...regulations }),
      expected: itsHeads,
      fromAbroad: '403',
    },
    {
      about: 'of the company',
      request: () => ({ seriesId: freshUuid(), scope: 'company', firstDay: '2020-01-13', ...regulations }),
      expected: '401 401 403 401 403 403 403 403 400 400 401 403',
      fromAbroad: '403 403 403 403 400 400',
    },
  ],
  changeReviewSeries: [ofSeries(itsHeads)],
  endReviewSeries: [ofSeries('401 401 403 401 403 403 403 409 409 409 401 403')],
  getReview: [ofReview('of the first team', () => ({}), itsPeople)],
  startReview: [ofReview('that goes on', () => ({}), itsHeads)],
  turnReview: [ofReview('to the number of the employee', () => ({ subject }), itsHeads)],
  finishReview: [
    ofReview('with a next one in the past', () => ({ nextDay: '2020-01-13' }), '401 401 403 401 403 403 403 400 400 400 401 403'),
  ],
  askInReview: [ofReview('of the first team', () => ({ questionId: someUuid, text: 'Когда поставка?' }), itsPeople)],
  writeInReview: [
    ofReview(
      'about the number of the employee',
      () => ({ subject, field: 'why', writeId: freshUuid(), base: 0, value: 'Сделки ушли' }),
      '401 401 403 401 200 403 403 200 200 200 401 403',
    ),
  ],
  decideInReview: [
    ofReview(
      'with a deadline in the past',
      () => ({
        actionId: someUuid,
        subject,
        kind: 'talk',
        text: 'Поговорить',
        ownerId: String(company.people.head),
        deadline: '2020-01-13',
        checkOn: null,
        makesTask: false,
      }),
      '401 401 403 401 403 403 403 400 400 400 401 403',
    ),
  ],
  closeReviewAction: [
    ofReview(
      'that there is not',
      () => ({ actionId: someUuid, state: 'done', result: 'Готово' }),
      '401 401 403 401 404 404 403 404 404 404 401 403',
    ),
  ],
  getReviewMinutes: [
    ofReview('of the first team, while it goes on', () => ({ format: 'pdf' }), '401 401 403 401 409 409 403 409 409 409 401 403'),
  ],
  previewRedistribution: [
    {
      about: 'that is no redistribution',
      request: () => moves,
      expected: '401 401 403 401 403 403 404 400 400 400 401 403',
      fromAbroad: '403 403 404 404 404 404',
    },
  ],
  redistributePlan: [
    {
      about: 'that is no redistribution',
      request: () => ({ ...moves, baseVersion: 1, reason: 'Проверка' }),
      expected: '401 401 403 401 403 403 404 400 400 400 401 403',
      fromAbroad: '403 403 404 404 404 404',
    },
  ],
  listDeviations: [
    { about: 'as far as they may see', request: () => ({ month: '2026-11' }), expected: everybody, fromAbroad: '200' },
    {
      about: 'of the first team',
      request: () => ({ month: '2026-11', scope: `department:${company.team}` }),
      expected: itsHeads,
      fromAbroad: '403',
    },
  ],
  addReviewCause: [
    { about: 'of the portal', request: () => ({ causeId: freshUuid(), name: 'Сезон' }), expected: everybody, fromAbroad: '200' },
  ],
  listReviewCauses: [{ about: 'with statistics of whom they see', request: () => ({}), expected: everybody, fromAbroad: '200' }],
  changeReviewCause: [
    {
      about: 'to the name it has',
      request: () => ({ causeId: 'supply', base: 0, name: null, isArchived: false }),
      expected: '401 401 403 401 403 403 200 200 200 200 401 403',
      fromAbroad: '403 403 200 200 200 200',
    },
  ],
  holdReviewCalendar: [ofSeriesOnly({ holdId: freshUuid() }, itsHeads)],
  saveReviewCalendar: [
    ofSeriesOnly({ holdId: freshUuid(), eventId: '7', ownerId: '999' }, '401 401 403 401 403 403 403 400 400 400 401 403'),
  ],
  releaseReviewCalendar: [ofSeriesOnly({ holdId: freshUuid() }, itsHeads)],
  listTalkNotes: [{ about: 'that they were one of', request: () => ({}), expected: everybody, fromAbroad: '200' }],
  writeTalkNote: [
    {
      about: 'with the employee',
      request: () => ({ ...talk, noteId: freshUuid() }),
      expected: '401 401 403 401 403 403 403 200 200 200 401 403',
      fromAbroad: '403',
    },
    {
      about: 'with the employee on a day to come',
      request: () => ({ ...talk, noteId: freshUuid(), day: '2100-01-11' }),
      expected: '401 401 400 401 400 400 400 400 400 400 401 403',
      fromAbroad: '400',
    },
  ],
};

const talk = {
  userId: String(company.people.employee),
  kind: 'one-to-one',
  day: '2020-01-13',
  metric: 'calls',
  actionId: null,
  text: 'Говорили о звонках',
  agreed: '',
  base: 0,
};

function ofSeriesOnly(request: Record<string, unknown>, expected: string): AccessRow {
  return { about: 'of the first team', request: () => ({ seriesId, ...request }), expected, fromAbroad: strangers };
}
