import type { Router } from 'express';
import { endpoints } from '#contract/endpoints.ts';
import { toReviewResource } from '../open-review.ts';
import { widestScope, type PortalContext } from '../portal-context.ts';
import { serveEndpoint } from '../serve-endpoint.ts';
import type { Web } from '../web.ts';
import { replyDeviations } from './deviations.ts';
import { replyPreviewRedistribution, replyRedistribute } from './redistribution.ts';
import { replyAsk, replyFinish, replyStart, replyTurn } from './review-acts.ts';
import { replyHoldCalendar, replyReleaseCalendar, replySaveCalendar } from './review-calendar.ts';
import { replyAddCause, replyCauses, replyChangeCause } from './review-causes.ts';
import { replyCloseAction, replyDecide } from './review-decisions.ts';
import { replyReview } from './review-page.ts';
import { replyChangeSeries, replyDefineSeries, replyEndSeries, replyReviews, toSeriesResource } from './review-series.ts';
import { replyWrite } from './review-text.ts';
import { replyTalkNotes, replyWriteTalk } from './talk-notes.ts';

const portal = { kind: 'portal' } as const;
const ofReview =
  (action: 'see-review' | 'write-in-review' | 'run-review') => async (context: PortalContext, request: { reviewId: string }) =>
    ({ action, resource: await toReviewResource(context, request) }) as const;
const ofSeries = async (context: PortalContext, request: { seriesId: string }) =>
  ({ action: 'set-review-series', resource: await toSeriesResource(context, request) }) as const;

/** Meetings about deviations: when, what about, what is written and decided. */
export function serveReviews(router: Router, web: Web): void {
  serveEndpoint(router, web, endpoints.listReviews, { policy: () => ({ action: 'see-reviews', resource: portal }), reply: replyReviews });
  serveEndpoint(router, web, endpoints.defineReviewSeries, {
    policy: (_context, request) => ({ action: 'set-review-series', resource: { kind: 'scope', scope: request.scope } }),
    reply: replyDefineSeries,
  });
  serveEndpoint(router, web, endpoints.changeReviewSeries, { policy: ofSeries, reply: replyChangeSeries });
  serveEndpoint(router, web, endpoints.endReviewSeries, { policy: ofSeries, reply: replyEndSeries });
  serveEndpoint(router, web, endpoints.getReview, { policy: ofReview('see-review'), reply: replyReview });
  serveEndpoint(router, web, endpoints.startReview, { policy: ofReview('run-review'), reply: replyStart });
  serveEndpoint(router, web, endpoints.turnReview, { policy: ofReview('run-review'), reply: replyTurn });
  serveEndpoint(router, web, endpoints.finishReview, { policy: ofReview('run-review'), reply: replyFinish });
  serveEndpoint(router, web, endpoints.askInReview, { policy: ofReview('write-in-review'), reply: replyAsk });
  serveEndpoint(router, web, endpoints.writeInReview, { policy: ofReview('write-in-review'), reply: replyWrite });
  serveEndpoint(router, web, endpoints.decideInReview, { policy: ofReview('run-review'), reply: replyDecide });
  serveEndpoint(router, web, endpoints.closeReviewAction, { policy: ofReview('see-review'), reply: replyCloseAction });
  serveEndpoint(router, web, endpoints.listDeviations, {
    policy: (context, request) => ({
      action: 'see-numbers',
      resource: { kind: 'scope', scope: request.scope ?? widestScope(context.actor, context.team) },
    }),
    reply: replyDeviations,
  });
  serveEndpoint(router, web, endpoints.previewRedistribution, {
    policy: () => ({ action: 'publish-plan', resource: portal }),
    reply: replyPreviewRedistribution,
  });
  serveEndpoint(router, web, endpoints.redistributePlan, {
    policy: () => ({ action: 'publish-plan', resource: portal }),
    reply: (context, request) => replyRedistribute(context, request, web.sealKeys),
  });
  serveEndpoint(router, web, endpoints.addReviewCause, {
    policy: () => ({ action: 'see-reviews', resource: portal }),
    reply: replyAddCause,
  });
  serveEndpoint(router, web, endpoints.listReviewCauses, {
    policy: () => ({ action: 'see-reviews', resource: portal }),
    reply: replyCauses,
  });
  serveEndpoint(router, web, endpoints.changeReviewCause, {
    policy: () => ({ action: 'set-review-causes', resource: portal }),
    reply: replyChangeCause,
  });
  serveEndpoint(router, web, endpoints.holdReviewCalendar, { policy: ofSeries, reply: replyHoldCalendar });
  serveEndpoint(router, web, endpoints.saveReviewCalendar, { policy: ofSeries, reply: replySaveCalendar });
  serveEndpoint(router, web, endpoints.releaseReviewCalendar, { policy: ofSeries, reply: replyReleaseCalendar });
  serveEndpoint(router, web, endpoints.listTalkNotes, {
    policy: () => ({ action: 'see-talk-notes', resource: portal }),
    reply: replyTalkNotes,
  });
  // Whose note it is and whom it is about, the reply asks.
  serveEndpoint(router, web, endpoints.writeTalkNote, {
    policy: () => ({ action: 'see-talk-notes', resource: portal }),
    reply: replyWriteTalk,
  });
}
