import type { Router } from 'express';
import type { CellNumbers, Review, ReviewAction, ReviewItem } from '#contract/review.ts';
import { endpoints } from '#contract/endpoints.ts';
import { runDocumentTask } from '#documents/run-document-task.ts';
import { builtInCauses, type BuiltInCause } from '#domain/review/causes.ts';
import { AppError } from '#kernel/errors.ts';
import { toDay, toTimeOfDay } from '#kernel/calendar-day.ts';
import { formatMoney, type Language } from '#texts/format.ts';
import { metricName } from '#texts/metric-names.ts';
import { writeMinutes, type MinutesAction, type MinutesContent, type MinutesItem, type MinutesPaper } from '#texts/review-minutes.ts';
import { createHeavyWork } from '../heavy-work.ts';
import { toReviewResource } from '../open-review.ts';
import type { PortalContext } from '../portal-context.ts';
import { serveDownload } from '../serve-file.ts';
import type { Web } from '../web.ts';
import { replyReview } from './review-page.ts';

/** Minutes of a review as a file: each reader gets what they may see. */
export function serveReviewMinutes(router: Router, web: Web): void {
  serveDownload(router, { web, heavy: createHeavyWork() }, endpoints.getReviewMinutes, {
    policy: async (context, request) => ({ action: 'see-review', resource: await toReviewResource(context, request) }),
    read: async (context, { reviewId, format, language }) => {
      const review = await replyReview(context, { reviewId });
      if (review.state !== 'finished') throw new AppError('conflict', 'The review has not ended');
      const words = language ?? (context.portal.language === 'ru' ? 'ru' : 'en');
      return { paper: writeMinutes(toContent(context, review, words), words), format, language: words };
    },
    write: writeFile,
  });
}

async function writeFile(task: { paper: MinutesPaper; format: 'docx' | 'pdf'; language: Language }): Promise<Uint8Array> {
  const answer = await runDocumentTask({ kind: 'write-minutes', ...task });
  if (answer.kind === 'written') return answer.bytes;
  throw new AppError('internal', `The minutes were not written: ${answer.kind === 'refused' ? answer.message : answer.kind}`);
}

function toContent(context: PortalContext, review: Review, language: Language): MinutesContent {
  const zone = context.portal.timeZone;
  const at = (instant: string): string => `${toDay(new Date(instant), zone)} ${toTimeOfDay(new Date(instant), zone)}`;
  return {
    name: review.regulations.name,
    scopeName: review.scopeName,
    month: review.month,
    startedAt: at(review.startedAt ?? review.plannedAt),
    finishedAt: at(review.finishedAt ?? review.now),
    nextAt: review.nextAt === null ? null : at(review.nextAt),
    closedDay: review.closedDay,
    items: review.items.map((item) => toItem(review, item, language)),
  };
}

function toItem(review: Review, item: ReviewItem, language: Language): MinutesItem {
  const text = (field: string): string => item.texts.find((one) => one.field === field)?.value ?? '';
  const { cell } = item;
  return {
    kind: item.kind,
    title: item.question ?? item.decision?.text ?? item.owner?.name ?? '',
    metric: cell === null ? null : metricName(cell.metric, language),
    numbers: cell === null ? null : toNumbers(review, cell, language),
    cause: toCause(review, text('cause')),
    why: text('why'),
    proposal: text('proposal'),
    outcome: text('outcome'),
    actions: [...(item.decision === null ? [] : [item.decision]), ...item.actions].map(toAction),
  };
}

function toNumbers({ currency }: Review, cell: CellNumbers, language: Language): MinutesItem['numbers'] {
  const write = (value: string): string =>
    cell.unit === 'money' ? formatMoney(value, currency, language) : cell.unit === 'percent' ? `${value} %` : value;
  return { plan: write(cell.plan), expected: write(cell.expected), fact: write(cell.fact), deviation: write(cell.deviation) };
}

function toCause({ causes }: Review, value: string): MinutesItem['cause'] {
  const name = causes.find(({ causeId }) => causeId === value)?.name ?? null;
  if (name !== null) return { name };
  return builtInCauses.some((code) => code === value) ? { code: value as BuiltInCause } : null;
}

function toAction(action: ReviewAction): MinutesAction {
  const { kind, text, owner, deadline, checkOn, state, result, effectiveness } = action;
  return { kind, text, owner: owner.name, deadline, checkOn, state, result, effectiveness };
}
