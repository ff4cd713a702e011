import { replyHtml } from './html-reply.ts';
import type { Portal } from './portal.ts';
import { systemNowMs } from './surroundings.ts';

export const crossOrigin = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'origin, content-type, accept',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-max-age': '600',
} as const;

const longestRequestSeconds = 60;

export type TimeBlock = Readonly<Record<string, unknown>>;

/** The block runs on the system clock: callers compare it with their own. */
export function measure(portal: Portal, startedMs: number, seconds: number, spent: ReturnType<Portal['operating']['add']>): TimeBlock {
  const { pace, faults } = portal.options;
  const skewMs = faults?.clockSkewMs ?? 0;
  const finishedMs = Math.max(systemNowMs(portal), pace ? startedMs + (seconds * 1000) / pace.timeScale : 0);
  const duration = (finishedMs - startedMs) / 1000;
  return {
    start: (startedMs + skewMs) / 1000,
    finish: (finishedMs + skewMs) / 1000,
    duration,
    processing: duration,
    date_start: portal.zone.writeInstant(startedMs + skewMs),
    date_finish: portal.zone.writeInstant(finishedMs + skewMs),
    operating_reset_at: spent.operatingResetAt + Math.round(skewMs / 1000),
    operating: spent.operating,
  };
}

/** A portal cuts a request off after a minute, in the words of its web server. */
export async function answerLater(portal: Portal, seconds: number, answer: () => Response): Promise<Response> {
  const { pace } = portal.options;
  if (!pace) return answer();
  const isCut = seconds > longestRequestSeconds;
  const takenMs = (Math.min(seconds, longestRequestSeconds) * 1000) / pace.timeScale;
  await portal.surroundings.sleep(takenMs);
  return isCut ? replyHtml(504, 'Gateway Time-out') : answer();
}
