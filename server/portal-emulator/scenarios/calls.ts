import { isWorkday, minuteMs, moscow, moscowDay, workMoment, workdaysBetween } from './moscow-time.ts';
import { callRowsThisMorning, callsKnownUntil, callsThisMorning, novemberCalls } from './november.ts';
import { allSellers } from './past-months.ts';
import type { SellerKey } from './people.ts';
import { type SeededRandom, itemAt } from './seeded-random.ts';
import type { DealTouch } from './touches.ts';

/** A row of telephony before it is numbered. */
export interface CallDraft {
  readonly seller: SellerKey;
  readonly type: 1 | 2 | 3 | 4 | 5;
  readonly seconds: number;
  readonly code: string;
  readonly at: number;
  /** The call on a deal that this row is. */
  readonly touch: DealTouch | null;
}

/** Telephony was connected to the portal on this day. */
export const telephonySince = '2026-08-03';

const novemberDays = workdaysBetween('2026-11-01', '2026-11-13');
/** Zhukov has made no calls since then. */
const zhukovsLastDay = '2026-11-10';
const today = '2026-11-16';

/** All telephony rows; calls on deals of the same person and day become rows of it. */
export function callRows(random: SeededRandom, touches: readonly DealTouch[]): CallDraft[] {
  const onDeals = Map.groupBy(
    touches.filter((touch) => touch.kind === 'call'),
    (touch) => `${touch.seller} ${moscowDay(touch.at)}`,
  );
  const rows = allSellers.flatMap((seller) => {
    const counts = conversationsByDay(random, seller);
    return [...counts].flatMap(([day, count]) => dayOfCalls(random, { seller, day, count }, onDeals.get(`${seller} ${day}`) ?? []));
  });
  return [...rows, ...restOfThisMorning(random, rows)].sort((left, right) => left.at - right.at);
}

/** Answered calls longer than 30 s of each working day. */
function conversationsByDay(random: SeededRandom, seller: SellerKey): Map<string, number> {
  const usual = seller === 'zhukov' ? 10 : novemberCalls[seller] / novemberDays.length;
  const counts = new Map<string, number>();
  for (const day of workdaysBetween(seller === 'galiev' ? '2026-10-06' : telephonySince, '2026-10-30')) {
    counts.set(day, Math.round(usual * (0.75 + random.next() * 0.5)));
  }
  const days = seller === 'zhukov' ? novemberDays.filter((day) => day <= zhukovsLastDay) : novemberDays;
  const weights = days.map(() => 0.8 + random.next() * 0.4);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let passed = 0;
  let given = 0;
  for (const [index, day] of days.entries()) {
    passed += itemAt(weights, index);
    const upTo = Math.round((novemberCalls[seller] * passed) / total);
    counts.set(day, upTo - given);
    given = upTo;
  }
  return counts.set(today, callsThisMorning[seller]);
}

function dayOfCalls(
  random: SeededRandom,
  { seller, day, count }: { seller: SellerKey; day: string; count: number },
  touches: readonly DealTouch[],
): CallDraft[] {
  const needed = [...touches].sort((left, right) => (right.seconds ?? 0) - (left.seconds ?? 0)).slice(0, count);
  const conversations = Array.from({ length: count }, (_, index) =>
    conversation(random, seller, momentOf(random, day), needed[index] ?? null),
  );
  if (day === today) return conversations;
  const noise = seller === 'kovaleva' ? random.between(0, 2) : Math.round(count * (0.2 + random.next() * 0.25));
  return [...conversations, ...Array.from({ length: noise }, () => uncounted(random, seller, momentOf(random, day)))];
}

function conversation(random: SeededRandom, seller: SellerKey, moment: number, touch: DealTouch | null): CallDraft {
  const seconds = touch?.seconds ?? Math.min(1900, 31 + Math.round(random.spread(75, 0.9)));
  const incoming = touch === null ? random.chance(0.28) : touch.direction === 1;
  const type = incoming ? (random.chance(0.15) ? 3 : 2) : 1;
  return { seller, type, seconds, code: '200', at: touch?.at ?? moment, touch };
}

/** What telephony also writes down: too short, exactly 30 s, missed, busy, rejected, informing calls. */
function uncounted(random: SeededRandom, seller: SellerKey, at: number): CallDraft {
  const kind = random.between(1, 12);
  const base = { seller, at, touch: null };
  if (kind <= 4) return { ...base, type: random.pick([1, 1, 2]), seconds: random.between(3, 29), code: '200' };
  if (kind === 5) return { ...base, type: 1, seconds: 30, code: '200' };
  if (kind <= 8) return { ...base, type: random.pick([2, 2, 3]), seconds: 0, code: '304' };
  if (kind <= 10) return { ...base, type: 1, seconds: 0, code: random.pick(['486', '480', '603']) };
  if (kind === 11) return { ...base, type: 4, seconds: random.between(4, 28), code: '200' };
  return { ...base, type: 5, seconds: random.between(40, 90), code: '200' };
}

function restOfThisMorning(random: SeededRandom, rows: readonly CallDraft[]): CallDraft[] {
  const busy = allSellers.filter((seller) => callsThisMorning[seller] > 0);
  const missing = callRowsThisMorning - rows.filter((row) => moscowDay(row.at) === today).length;
  return Array.from({ length: missing }, () => uncounted(random, random.pick(busy), momentOf(random, today)));
}

function momentOf(random: SeededRandom, day: string): number {
  if (!isWorkday(day)) throw new Error(`${day} is a day off`);
  if (day !== today) return workMoment(random, day);
  return moscow(callsKnownUntil) - random.between(1, 86) * minuteMs + random.between(0, 50) * 1000;
}
