import { hasSeenGuide } from '#store/seen-guides.ts';
import type { Request } from 'express';
import type { Boot, NoticeReason } from '#contract/session.ts';
import { monthOf } from '#domain/period.ts';
import { headedDepartments } from '#domain/team.ts';
import type { VerifiedPerson } from '#install/verify-access.ts';
import { toDay } from '#kernel/calendar-day.ts';
import { requestIdOf } from '../error-reply.ts';
import { mayEnterSomething } from '../manual-metric-rows.ts';
import { widestScope, type PortalContext } from '../portal-context.ts';
import type { Web } from '../web.ts';

/** A page that only says what happened and what to do. */
export function noticeBoot(web: Web, request: Request, notice: { reason: NoticeReason; language: 'ru' | 'en'; placement?: string }): Boot {
  const now = web.businessClock();
  return {
    build: web.build,
    language: notice.language,
    view: 'notice',
    notice: { reason: notice.reason, requestId: requestIdOf(request) },
    session: null,
    viewer: null,
    portal: null,
    placement: { code: notice.placement ?? 'DEFAULT', entityId: null },
    now: now.toISOString(),
    month: monthOf(toDay(now, 'Europe/Moscow')),
    install: null,
    deal: null,
    lead: null,
  };
}

/** Everything a page of a verified person begins with, but its first data. */
export async function pageBoot(
  web: Web,
  context: PortalContext,
  page: {
    view: Boot['view'];
    language: 'ru' | 'en';
    session: NonNullable<Boot['session']>;
    person: VerifiedPerson;
    placement: Boot['placement'];
  },
): Promise<Boot> {
  const { portal, actor, team } = context;
  return {
    build: web.build,
    language: page.language,
    view: page.view,
    notice: null,
    session: page.session,
    viewer: {
      userId: String(page.person.userId),
      firstName: page.person.firstName,
      lastName: page.person.lastName,
      isAdmin: page.person.isAdmin,
      isHead: headedDepartments(team, page.person.userId).length > 0,
      widestScope: widestScope(actor, team),
      entersMetrics: await mayEnterSomething(context),
      hasSeenTour: await hasSeenGuide(context.tx, page.person.userId, 'tour'),
    },
    portal: { memberId: portal.memberId, origin: portal.origin, timeZone: portal.timeZone, currency: portal.baseCurrency },
    placement: page.placement,
    now: context.now.toISOString(),
    month: monthOf(context.today),
    install: null,
    deal: null,
    lead: null,
  };
}
