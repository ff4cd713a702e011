import type { DealDraft, Touch } from './deal-draft.ts';
import { dayMs, minuteMs, moscow, toWorkTime } from './moscow-time.ts';
import { callsKnownUntil } from './november.ts';
import type { SellerKey } from './people.ts';
import { stage } from './pipelines.ts';
import type { SeededRandom } from './seeded-random.ts';

/** A touch with the deal and the person it belongs to. */
export interface DealTouch extends Touch {
  readonly deal: DealDraft;
  readonly seller: SellerKey;
}

const longestStory = 14;

/** Calls, meetings and letters over the life of every deal that went through a pipeline, oldest first. */
export function dealTouches(random: SeededRandom, drafts: readonly DealDraft[]): DealTouch[] {
  return drafts
    .flatMap((deal) => [...usualTouches(random, deal), ...deal.touches].map((touch) => ({ ...touch, deal, seller: deal.responsible })))
    .sort((left, right) => left.at - right.at);
}

function usualTouches(random: SeededRandom, deal: DealDraft): Touch[] {
  const until = Math.min(deal.closedAt ?? Infinity, deal.quietAfter ?? Infinity, moscow(callsKnownUntil) - 8 * minuteMs);
  const touches: Touch[] = [];
  for (const [index, { step, at: from }] of deal.moves.entries()) {
    const to = Math.min(deal.moves[index + 1]?.at ?? until, until);
    let at = from + random.between(15, 120) * minuteMs;
    for (let isFirst = true; at < to && touches.length < longestStory; isFirst = false) {
      if (at > from && (!isFirst || random.chance(0.75))) touches.push(oneTouch(random, step, at, isFirst));
      at = toWorkTime(at + random.spread(5, 0.5) * dayMs);
    }
  }
  return touches;
}

function oneTouch(random: SeededRandom, step: number, at: number, isFirst: boolean): Touch {
  const direction = random.chance(0.72) ? 2 : 1;
  if (isFirst && step === stage.meeting) return { kind: 'meeting', at, direction: 2, seconds: null, subject: 'Встреча с клиентом' };
  if (isFirst && step === stage.proposal) return { kind: 'mail', at, direction: 2, seconds: null, subject: 'Коммерческое предложение' };
  if (random.chance(0.2)) return { kind: 'mail', at, direction, seconds: null, subject: 'Переписка по сделке' };
  return { kind: 'call', at, direction, seconds: null, subject: direction === 2 ? 'Исходящий звонок' : 'Входящий звонок' };
}
